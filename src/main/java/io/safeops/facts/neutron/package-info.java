/** The facts that Neutron reports about its networks and routers. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.neutron;
