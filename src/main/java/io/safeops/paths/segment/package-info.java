/**
 * Which logical switches share a layer-2 segment, and where the segments have loops. The answers
 * follow from the facts alone, in a time that grows with the rows of facts.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.segment;
