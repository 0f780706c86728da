/** Logical switch ports in the Northbound. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.northbound;
