/** How a command reaches a node: ssh, an out-of-band command, local. Knows no OVN. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport;
