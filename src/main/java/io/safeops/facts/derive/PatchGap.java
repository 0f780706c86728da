package io.safeops.facts.derive;

/**
 * A patch pair that should be on a node and is not, or does not forward: a VM of the switch is
 * there, and the localnet's network is mapped to a bridge.
 *
 * @param name of the localnet port
 * @param reason what is missing, in words
 * @param connected whether ovn-controller of the node says that it is connected to the Southbound
 */
public record PatchGap(
    String node, String switchName, String name, String reason, boolean connected) {}
