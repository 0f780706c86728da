/** Reads nodes, databases and Neutron. The only place that knows how to ask them. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.collect;
