/**
 * Settings of ovn-controller on a node: mappings, tunnel ends, the logical port of an interface.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.action.chassis;
