/** Paths of packets, hop by hop, and what the facts say about them. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.model;
