package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the nodes on which a localnet should have a patch pair but has none. */
public final class PatchGaps {

  private static final IdentityCache<Cluster, List<PatchGap>> ALL =
      new IdentityCache<>(PatchGaps::find);

  /** The localnets of switches with exactly one, by the name of the switch. */
  private static final IdentityCache<List<LogicalSwitch>, Map<String, List<Lone>>> LONE =
      new IdentityCache<>(PatchGaps::lone);

  /** The ends of patch pairs on a bridge, by the name of the localnet. */
  private static final IdentityCache<Bridge, Map<String, BridgePort>> ENDS =
      new IdentityCache<>(
          bridge -> {
            Map<String, BridgePort> ends = new HashMap<>();
            bridge.ports().forEach(port -> ends.putIfAbsent(port.getLocalnet(), port));
            return ends;
          });

  /** The only localnet of a switch, with the position of that switch in the list. */
  private record Lone(int place, LogicalPort localnet) {}

  private PatchGaps() {}

  public static List<PatchGap> of(Cluster cluster) {
    return ALL.of(cluster);
  }

  private static Map<String, List<Lone>> lone(List<LogicalSwitch> switches) {
    Map<String, List<Lone>> lone = new HashMap<>();
    for (int place = 0; place < switches.size(); place++) {
      List<LogicalPort> localnets = switches.get(place).getLocalnets();
      if (localnets.size() == 1) {
        lone.computeIfAbsent(switches.get(place).name(), any -> new ArrayList<>())
            .add(new Lone(place, localnets.get(0)));
      }
    }
    return lone;
  }

  /**
   * The result says nothing about a node that was not read completely, nor about a switch with
   * several localnets: such a switch has too many paths, not too few.
   */
  private static List<PatchGap> find(Cluster cluster) {
    Map<String, Set<String>> switchesOn = new HashMap<>();
    for (PortBinding binding : cluster.bindings()) {
      if (binding.type().isEmpty() && binding.chassis().isPresent()) {
        switchesOn
            .computeIfAbsent(binding.chassis().get(), chassis -> new HashSet<>())
            .add(binding.switchName());
      }
    }
    Map<String, List<Lone>> lone = LONE.of(cluster.switches());
    List<PatchGap> gaps = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      Set<String> here =
          node.systemId().map(id -> switchesOn.getOrDefault(id, Set.of())).orElse(Set.of());
      if (node.isRead() && node.problems().isEmpty()) {
        here.stream()
            .flatMap(name -> lone.getOrDefault(name, List.of()).stream())
            .sorted(Comparator.comparingInt(Lone::place))
            .flatMap(each -> gap(node, each.localnet()).stream())
            .forEach(gaps::add);
      }
    }
    return gaps;
  }

  private static Optional<PatchGap> gap(Node node, LogicalPort localnet) {
    Optional<String> outer = node.mappedBridge(localnet.getNetworkName());
    if (outer.isEmpty()) {
      return Optional.empty();
    }
    for (String bridge : List.of(node.getIntegrationBridge(), outer.get())) {
      Optional<BridgePort> end =
          node.bridge(bridge).map(each -> ENDS.of(each).get(localnet.name()));
      if (end.isEmpty() || !end.get().isAttached()) {
        String reason =
            end.isEmpty()
                ? "ovn-controller has made no patch port on " + bridge
                : "the patch port on "
                    + bridge
                    + " is not attached"
                    + end.get().error().map(error -> " (" + error + ")").orElse("");
        boolean connected =
            node.component(ComponentName.CONTROLLER).filter(Component::isConnected).isPresent();
        return Optional.of(
            new PatchGap(
                node.name(),
                localnet.switchName(),
                localnet.name(),
                reason + (connected ? "" : "; it is not connected to the Southbound"),
                connected));
      }
    }
    return Optional.empty();
  }
}
