/** The records of facts: an immutable picture of the cluster, and the scope that was read. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.model;
