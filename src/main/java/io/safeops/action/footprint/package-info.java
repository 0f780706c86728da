/** The part of the cluster that a step reads or writes, what must be read of it, what differs. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.footprint;
