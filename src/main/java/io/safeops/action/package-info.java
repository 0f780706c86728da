/**
 * Actions, one record each: the only place that knows how to change OVN, OVS, systemd and Neutron.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.action;
