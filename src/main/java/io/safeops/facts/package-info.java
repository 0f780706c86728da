/** What was read of a cluster, and what follows from it. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts;
