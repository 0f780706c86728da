/** Units of OVN, OVS and Neutron, started and stopped. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.service;
