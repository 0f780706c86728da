/** What ovn-controller is told on a node: mappings, tunnel ends, which port an interface is. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.chassis;
