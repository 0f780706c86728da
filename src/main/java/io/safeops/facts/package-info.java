/** The facts that were read of a cluster, and the conclusions from them. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts;
