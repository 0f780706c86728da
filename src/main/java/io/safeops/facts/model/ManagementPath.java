package io.safeops.facts.model;

import java.util.List;

/**
 * The way of one connection through a node: from the local address to the interface that holds it,
 * down VLANs, bonds, Linux bridges and OVS bridges to the uplinks.
 *
 * @param server the local address of the connection; empty when unknown
 * @param client the address at the other end; empty when unknown
 * @param device the interface that holds {@code server}; empty when unknown
 * @param chain every interface and bridge passed, from {@code device} down, each once
 * @param uplinks where the way leaves the node
 * @param bridges the OVS bridges crossed, and those that have an interface of the way as a port:
 *     what floods them floods the way
 */
public record ManagementPath(
    String server,
    String client,
    String device,
    List<String> chain,
    List<String> uplinks,
    List<String> bridges) {

  /** Nothing is known: the node was not reached, or not through a network. */
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
