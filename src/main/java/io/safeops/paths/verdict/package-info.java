/** Judges all paths of a cluster, and compares them before and after a change. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.verdict;
