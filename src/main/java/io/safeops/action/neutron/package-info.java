/** Actions on Neutron routers and networks, through Neutron's API. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.neutron;
