/** All actions by name, and what is done to each of them alike. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.registry;
