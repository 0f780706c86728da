/** Reads nodes, databases and Neutron. Only this package knows how to ask them. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.collect;
