package io.safeops.cluster;

/**
 * One entry of a node's {@code ovn-bridge-mappings}.
 *
 * @param physnet the name that a localnet port's {@code network_name} must equal, letter case
 *     included
 * @param bridge the OVS bridge it names
 * @param node the node's name in the inventory
 * @param bridgePresent whether that bridge exists there; without it no patch port appears
 */
public record BridgeMapping(String physnet, String bridge, String node, boolean bridgePresent) {

  public BridgeMapping {
    Require.name("physnet of a bridge mapping", physnet);
    Require.name("bridge that physnet " + physnet + " is mapped to", bridge);
    Require.name("node of the mapping of " + physnet, node);
  }
}
