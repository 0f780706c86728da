package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * One route of a node's main table.
 *
 * @param destination a prefix, or {@code default}
 * @param gateway the next hop, if it is not on the link
 * @param device the interface it leaves by; empty for a route without one (blackhole, unreachable)
 * @param source the preferred source address
 * @param metric 0 when none is set
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
