package io.safeops.review;

import io.safeops.action.Operation;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The facts that must have been read before anything is judged. A missing fact violates no rule, so
 * it would pass every rule.
 */
final class FactsNeeded {

  /** The key of the Open_vSwitch row. The same key with the system-id appended takes precedence. */
  private static final String MAPPINGS = "ovn-bridge-mappings";

  private FactsNeeded() {}

  /**
   * Checks that every node that the inventory does not call absent was reached, whatever the plan
   * is.
   */
  static void requireReached(Cluster cluster) throws ReviewException {
    for (Node node : cluster.nodes()) {
      if (node.unreachable().isPresent()) {
        throw new ReviewException(
            ReviewException.Reason.UNREACHABLE,
            node.name()
                + " cannot be reached: "
                + node.unreachable().get()
                + ". If it is always down, write `absent: REASON` in the inventory");
      }
    }
  }

  /**
   * Checks that all facts were read of every node where the operation does something, and of every
   * node that maps, or may map, a provider network that the operation touches.
   */
  static void requireWhole(Operation operation, Cluster cluster) throws ReviewException {
    Set<String> touched = operation.nodes();
    List<String> physnets = operation.footprint().physnets();
    for (Node node : cluster.nodes()) {
      if (!node.problems().isEmpty() && (touched.contains(node.name()) || mayMap(node, physnets))) {
        throw new ReviewException(
            ReviewException.Reason.UNREACHABLE,
            inPart(node) + ". Rules cannot judge what was not read: repair this and try again");
      }
    }
  }

  /** What could not be read of the cluster; empty if everything was read. */
  static Optional<String> gaps(Cluster cluster) {
    String gaps =
        cluster.nodes().stream()
            .filter(node -> !node.problems().isEmpty())
            .map(FactsNeeded::inPart)
            .collect(Collectors.joining("; "));
    return gaps.isEmpty() ? Optional.empty() : Optional.of(gaps);
  }

  private static String inPart(Node node) {
    return node.name() + " was read only in part: " + String.join("; ", node.problems());
  }

  private static boolean mayMap(Node node, List<String> physnets) {
    if (physnets.isEmpty()) {
      return false;
    }
    boolean hidden =
        node.mappings().isEmpty()
            && (node.externalIds().isEmpty()
                || node.externalIds().keySet().stream().anyMatch(key -> key.startsWith(MAPPINGS)));
    return hidden
        || node.mappings().stream().map(BridgeMapping::physnet).anyMatch(physnets::contains);
  }
}
