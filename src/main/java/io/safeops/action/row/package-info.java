/** Rows that a step changes or deletes, and what is lost with them. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.row;
