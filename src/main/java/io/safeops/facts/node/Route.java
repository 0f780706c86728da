package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A route of a node's main table.
 *
 * @param destination a prefix, or {@code default}
 * @param gateway the next hop; empty if the destination is on the link
 * @param device the outgoing interface; empty for a route without one (blackhole, unreachable)
 * @param source the preferred source address
 * @param metric 0 if none is set
 */
public record Route(
    String destination,
    Optional<String> gateway,
    String device,
    Optional<String> source,
    long metric) {

  public Route {
    Preconditions.name("route destination", destination);
  }
}
