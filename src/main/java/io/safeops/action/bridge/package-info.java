/** Actions on OVS bridges: their ports and the OpenFlow versions that they speak. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.bridge;
