/** Changes of OVSDB rows, their undo, and what is lost with deleted rows. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.row;
