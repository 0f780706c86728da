/**
 * The facts: an immutable picture of the cluster, and its collection. The only place that knows how
 * to read nodes.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.cluster;
