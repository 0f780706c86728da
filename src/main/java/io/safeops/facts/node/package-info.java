/** The facts of one node: interfaces, routes, OVS bridges, components, the management path. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.node;
