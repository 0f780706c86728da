/** Judges single hops of a path by facts. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.hop;
