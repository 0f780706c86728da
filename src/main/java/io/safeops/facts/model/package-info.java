/** The records of facts: an immutable picture of the cluster, and which part of it was read. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.model;
