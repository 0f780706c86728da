package io.safeops.action.bridge;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Bridge;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that a bridge has this fail mode and does this with packets.
 *
 * @param mode empty if any mode will do
 * @param forwarding as {@link Bridge#forwarding}; empty if that is not known
 */
record BridgeForwards(String node, String bridge, Optional<String> mode, String forwarding)
    implements FactPredicate {

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
    if (mode.isPresent() && !found.get().failMode().equals(mode.get())) {
      return Optional.of(
          "its fail mode is "
              + (found.get().failMode().isEmpty() ? "not set" : found.get().failMode()));
    }
    return forwarding.isEmpty() || found.get().forwarding().equals(forwarding)
        ? Optional.empty()
        : Optional.of("it " + words(found.get().forwarding()));
  }

  private static String words(String forwarding) {
    return switch (forwarding) {
      case Bridge.NORMAL -> "switches by MAC address";
      case Bridge.FLOWS -> "forwards by flows that somebody wrote";
      case Bridge.NOTHING -> "has no flow that forwards";
      default -> "did not show its flows";
    };
  }
}
