/** Actions on the Southbound, which daemons own: only rows that no daemon is behind are changed. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.southbound;
