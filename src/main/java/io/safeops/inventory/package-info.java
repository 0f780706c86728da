/** Nodes, roles and the ways to reach them. */
@org.jspecify.annotations.NullMarked
package io.safeops.inventory;
