/** Routers and networks, changed by the API of Neutron. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.neutron;
