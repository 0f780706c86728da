/** Predictions of what OVN does after a change: bindings, patch ports, tunnels. */
@org.jspecify.annotations.NullMarked
package io.safeops.predict;
