/**
 * The run process: one execution of a plan. State machine, journal, leases, confirm, recover; its
 * socket and the protocol for clients.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.run;
