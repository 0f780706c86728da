package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An entry of a node's {@code ovn-bridge-mappings}.
 *
 * @param physnet the name that a localnet port's {@code network_name} must equal, also in upper and
 *     lower case
 * @param bridge the OVS bridge that it names
 * @param node the node's name in the inventory
 * @param bridgePresent whether that bridge exists on the node; without it ovn-controller makes no
 *     patch port
 */
public record BridgeMapping(String physnet, String bridge, String node, boolean bridgePresent) {

  /**
   * The mappings of a node, from {@code ovn-bridge-mappings}. What ovn-controller would not read is
   * left out.
   */
  public static List<BridgeMapping> of(String text, String node, List<Bridge> bridges) {
    List<BridgeMapping> mappings = new ArrayList<>();
    entries(text)
        .forEach(
            (physnet, bridge) ->
                mappings.add(
                    new BridgeMapping(
                        physnet,
                        bridge,
                        node,
                        bridges.stream().anyMatch(each -> each.name().equals(bridge)))));
    return mappings;
  }

  /**
   * {@code physnet:bridge,physnet:bridge} as a map, as ovn-controller reads it (OVN source,
   * controller/patch.c, add_ovs_bridge_mappings): an empty entry or one that is not of this form
   * ends the list, and blanks are part of the names.
   */
  public static Map<String, String> entries(String text) {
    Map<String, String> entries = new TreeMap<>();
    for (String entry : text.split(",", -1)) {
      int colon = entry.indexOf(':');
      if (colon <= 0 || colon == entry.length() - 1) {
        break;
      }
      entries.put(entry.substring(0, colon), entry.substring(colon + 1));
    }
    return entries;
  }

  public BridgeMapping {
    Preconditions.name("physnet of a bridge mapping", physnet);
    Preconditions.name("bridge that physnet " + physnet + " is mapped to", bridge);
    Preconditions.name("node of the mapping of " + physnet, node);
  }
}
