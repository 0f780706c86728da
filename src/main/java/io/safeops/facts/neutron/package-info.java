/** What Neutron says of its networks and routers. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.neutron;
