package io.safeops.facts.derive;

/**
 * A patch pair that a node should have but does not have, or that does not forward. The node has a
 * VM of the switch and maps the localnet's network to a bridge.
 *
 * @param name of the localnet port
 * @param reason what is missing, as text
 * @param connected whether the node's ovn-controller says that it is connected to the Southbound
 */
public record PatchGap(
    String node, String switchName, String name, String reason, boolean connected) {}
