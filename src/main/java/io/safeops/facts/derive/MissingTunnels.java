package io.safeops.facts.derive;

import java.util.List;

/**
 * A node that lacks tunnels to some chassis. Computed, not collected.
 *
 * @param node in the inventory
 * @param to host names of the chassis to which it lacks a tunnel; the first eight, and as text how
 *     many more
 */
public record MissingTunnels(String node, List<String> to) {

  public MissingTunnels {
    to = List.copyOf(to);
  }
}
