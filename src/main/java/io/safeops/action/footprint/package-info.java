/**
 * Footprints: the part of the cluster that a step reads or writes, the facts to read for it, and
 * its differences.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.action.footprint;
