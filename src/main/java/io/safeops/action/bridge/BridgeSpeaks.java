package io.safeops.action.bridge;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Bridge;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that a bridge has exactly these OpenFlow versions set.
 *
 * @param versions in OVS's order; empty means that none is set
 */
record BridgeSpeaks(String node, String bridge, List<String> versions) implements FactPredicate {

  BridgeSpeaks {
    versions = List.copyOf(versions);
  }

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.SWITCH);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<Bridge> found = cluster.node(node).flatMap(each -> each.bridge(bridge));
    if (found.isEmpty()) {
      return Optional.of("there is no such bridge");
    }
    List<String> spoken = found.get().protocols();
    return spoken.equals(versions) ? Optional.empty() : Optional.of("it speaks " + words(spoken));
  }

  /** The versions as text. */
  static String words(List<String> versions) {
    return versions.isEmpty() ? "OVS's default" : String.join(", ", versions);
  }
}
