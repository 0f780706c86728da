/** Actions that start and stop units of OVN, OVS and Neutron. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.service;
