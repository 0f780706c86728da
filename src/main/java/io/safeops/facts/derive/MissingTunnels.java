package io.safeops.facts.derive;

import java.util.List;

/**
 * A node without a tunnel to some chassis that it should have one to. Computed, not collected.
 *
 * @param node in the inventory
 * @param to host names of the chassis that no tunnel leads to; the first eight, and in words how
 *     many more
 */
public record MissingTunnels(String node, List<String> to) {

  public MissingTunnels {
    to = List.copyOf(to);
  }
}
