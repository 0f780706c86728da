package io.safeops.facts.node;

import java.util.List;

/**
 * The path of a connection through a node: from the local address to the interface that holds it,
 * and down through VLANs, bonds, Linux bridges and OVS bridges to the uplinks.
 *
 * @param server the local address of the connection; empty if unknown
 * @param client the remote address; empty if unknown
 * @param device the interface that holds {@code server}; empty if unknown
 * @param chain every interface and bridge on the path, from {@code device} down, each once
 * @param uplinks the interfaces where the path leaves the node
 * @param bridges the OVS bridges on the path, and those that have an interface of the path as a
 *     port: packets that flood them also flood the path
 */
public record ManagementPath(
    String server,
    String client,
    String device,
    List<String> chain,
    List<String> uplinks,
    List<String> bridges) {

  /** An unknown path: the node was not reached, or not through a network. */
  public static final ManagementPath UNKNOWN =
      new ManagementPath("", "", "", List.of(), List.of(), List.of());

  public ManagementPath {
    chain = List.copyOf(chain);
    uplinks = List.copyOf(uplinks);
    bridges = List.copyOf(bridges);
  }

  public boolean isKnown() {
    return !device.isEmpty();
  }
}
