/** Ports of OVS bridges, and the OpenFlow versions that a bridge speaks. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.bridge;
