package io.safeops.review;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What others change of the ends of paths while a step runs: a VM migrates, stops, is deleted. Its
 * paths then say nothing about the step.
 */
public final class OthersChanges {

  private final Cluster before;
  private final FactsScope scope;
  private final Map<String, LogicalPort> rowsBefore;
  private final Map<String, LogicalPort> rowsPredicted;
  private final Map<String, Set<Optional<String>>> places = new HashMap<>();

  /**
   * @param before the facts before the step
   * @param predicted the facts that are predicted after it
   * @param scope the facts that are read after it
   */
  public OthersChanges(Cluster before, Cluster predicted, FactsScope scope) {
    this.before = before;
    this.scope = scope;
    this.rowsBefore = rows(before);
    this.rowsPredicted = rows(predicted);
    for (Cluster each : List.of(before, predicted)) {
      for (PortBinding binding : each.bindings()) {
        places
            .computeIfAbsent(binding.logicalPort(), any -> new HashSet<>())
            .add(binding.chassis());
      }
    }
  }

  /**
   * Some facts, and the databases, which show what others change. A database that the step stops is
   * left out: nobody can read it, and the prediction says so.
   */
  public static FactsScope scope(FactsScope facts, Cluster predicted) {
    FactsScope scope = facts;
    if (isReadable(predicted.northbound())) {
      scope = scope.and(FactsScope.of(FactsPart.NORTHBOUND));
    }
    if (isReadable(predicted.southbound())) {
      scope = scope.and(FactsScope.of(FactsPart.CHASSIS, FactsPart.BINDINGS));
    }
    return scope;
  }

  private static boolean isReadable(Optional<DatabaseStatus> database) {
    return database.filter(DatabaseStatus::isReadable).isPresent();
  }

  private static Map<String, LogicalPort> rows(Cluster cluster) {
    Map<String, LogicalPort> rows = new HashMap<>();
    cluster.getPorts().forEach(port -> rows.putIfAbsent(port.name(), port));
    return rows;
  }

  /** What others have changed until these facts were read. */
  public Seen in(Cluster now) {
    return new Seen(now);
  }

  /** What others have changed until one moment. */
  public final class Seen {
    private final Cluster now;
    private final Map<String, LogicalPort> rows;
    private final Map<String, PortBinding> bindings = new HashMap<>();

    private Seen(Cluster now) {
      this.now = now;
      this.rows = rows(now);
      now.bindings().forEach(each -> bindings.putIfAbsent(each.logicalPort(), each));
    }

    /**
     * Whether the row of a logical port or the chassis that holds it is neither as before nor as
     * predicted, and the step cannot have made it so.
     */
    public boolean isChanged(String end) {
      LogicalPort was = rowsBefore.get(end);
      LogicalPort then = rowsPredicted.get(end);
      if (was == null && then == null) {
        return false;
      }
      LogicalPort row = rows.get(end);
      if (row == null) {
        // The VM was deleted: Nova removes its interface, and Neutron removes the row.
        return then != null
            && now.northbound().filter(DatabaseStatus::isReadable).isPresent()
            && now.switchNamed(then.switchName()).isPresent()
            && isInterfaceGone(end);
      }
      if (!isSame(row, was) && !isSame(row, then)) {
        return true;
      }
      Optional<String> chassis =
          Optional.ofNullable(bindings.get(end)).flatMap(PortBinding::chassis);
      Set<Optional<String>> known = places.getOrDefault(end, Set.of());
      if (chassis.isPresent()) {
        return !known.contains(chassis);
      }
      // The VM was stopped: its interface is gone, and its chassis lets the port go.
      return bindings.containsKey(end)
          && !known.contains(Optional.empty())
          && known.stream().allMatch(each -> each.flatMap(now::chassisNamed).isPresent())
          && isInterfaceGone(end);
    }

    private boolean isSame(LogicalPort now, @Nullable LogicalPort other) {
      return other != null && now.withUp(other.up()).equals(other);
    }

    /**
     * Whether the device of a port's interface is gone from the nodes that are read after the step,
     * and not only its row in Open vSwitch, which the step may have removed. No step acts on the
     * nodes that are not read.
     */
    private boolean isInterfaceGone(String end) {
      for (Node node : before.nodes()) {
        if (scope.parts(node.name()).isEmpty()) {
          continue;
        }
        List<String> interfaces =
            node.bridges().stream()
                .flatMap(bridge -> bridge.ports().stream())
                .filter(
                    port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(end))
                .flatMap(port -> port.interfaces().stream())
                .toList();
        Optional<Node> after = now.node(node.name());
        boolean gone =
            after.filter(Node::isRead).isPresent()
                && interfaces.stream()
                    .allMatch(
                        name ->
                            node.nic(name).isPresent()
                                && after.flatMap(each -> each.nic(name)).isEmpty());
        if (!interfaces.isEmpty() && !gone) {
          return false;
        }
      }
      return true;
    }
  }
}
