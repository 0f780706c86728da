/** What OVN will make of a change: bindings, patch ports, tunnels. */
@org.jspecify.annotations.NullMarked
package io.safeops.predict;
