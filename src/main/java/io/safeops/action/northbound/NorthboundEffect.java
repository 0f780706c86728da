package io.safeops.action.northbound;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.predict.LocalDatapaths;
import io.safeops.predict.PatchPair;
import io.safeops.predict.PortBindingPrediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Predicts the facts after ports of the Northbound change: the row, its binding in the Southbound
 * and, for localnets, the patch pairs on the nodes that have the switch and map the physnet.
 */
public final class NorthboundEffect {

  private NorthboundEffect() {}

  public static Cluster of(List<PortChange> changes, Cluster before) {
    Cluster after = before;
    for (PortChange change : changes) {
      after = of(change, after);
    }
    return after;
  }

  private static Cluster of(PortChange change, Cluster before) {
    String switchName = change.target().name();
    String port = change.portName();
    Cluster after = change.row().effect(before);
    List<PortBinding> bindings = new ArrayList<>(before.bindings());
    Optional<PortBinding> bound =
        bindings.stream().filter(binding -> binding.logicalPort().equals(port)).findFirst();
    bindings.removeIf(binding -> binding.logicalPort().equals(port));
    change.after().ifPresent(row -> bindings.add(binding(row, bound)));
    bindings.sort(Comparator.comparing(PortBinding::logicalPort));
    after = after.withBindings(bindings);
    if (!change.concernsLocalnet()) {
      return PortBindingPrediction.predict(after, List.of(port));
    }
    after =
        after.withNodes(
            after.nodes().stream().map(node -> PatchPair.removeFrom(node, port)).toList());
    Optional<LogicalPort> localnet = change.after().filter(LogicalPort::isLocalnet);
    if (localnet.isPresent()) {
      String physnet = localnet.get().getNetworkName();
      for (Node reached : new LocalDatapaths(after).reached(switchName, physnet)) {
        PatchPair pair = PatchPair.of(port, reached, reached.mappedBridge(physnet).orElseThrow());
        after = after.withNode(reached.name(), pair::addTo);
      }
    }
    return after;
  }

  private static PortBinding binding(LogicalPort row, Optional<PortBinding> bound) {
    boolean samePlace = bound.isPresent() && bound.get().type().equals(row.type());
    return PortBinding.builder(row.name())
        .switchName(row.switchName())
        .type(row.type())
        .chassis(samePlace ? bound.get().chassis() : Optional.empty())
        .requestedChassis(samePlace ? bound.get().requestedChassis() : Optional.empty())
        .up(samePlace && bound.get().up())
        .options(row.options())
        .externalIds(row.externalIds())
        .build();
  }
}
