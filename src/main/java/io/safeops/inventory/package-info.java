/** The inventory: nodes, their roles and the paths to reach them. */
@org.jspecify.annotations.NullMarked
package io.safeops.inventory;
