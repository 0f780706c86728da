package io.safeops.review;

import io.safeops.action.DatabaseQuestion;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.GuardTimes;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.plan.Check;
import io.safeops.plan.GuardSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a plan would be guarded: which nodes are armed, as what, for how long, watching what.
 *
 * @param nodes in the order of the inventory
 * @param deadline from arming to the latest confirm
 * @param lease how long a node waits without hearing from the run
 * @param hold how long everything must be quiet before the word is asked for
 * @param baseline how long probes look at what is normal before they count
 * @param tightened what of these the plan asked for otherwise
 * @param withoutOutOfBand armed nodes of which the inventory says that there is no other way
 */
public record GuardPlan(
    List<Guarded> nodes,
    Duration deadline,
    Duration lease,
    Duration hold,
    Duration baseline,
    List<TightenedTime> tightened,
    List<String> withoutOutOfBand) {

  /**
   * One armed node.
   *
   * @param voter whether the change is made there; otherwise it is only hurt
   * @param steps how many steps concern it
   * @param witness whether it makes and shows the code
   * @param probes as the guard reads them, one line each
   * @param survivesReboot whether the rules were told that its guard would
   * @param trial what its parts ask of databases, to be tried before it is armed
   */
  public record Guarded(
      String name,
      boolean voter,
      int steps,
      boolean witness,
      List<String> probes,
      boolean survivesReboot,
      Optional<Script> trial) {
    public Guarded {
      probes = List.copyOf(probes);
    }

    /** One whose parts ask nothing. */
    public Guarded(
        String name,
        boolean voter,
        int steps,
        boolean witness,
        List<String> probes,
        boolean survivesReboot) {
      this(name, voter, steps, witness, probes, survivesReboot, Optional.empty());
    }

    /** Whether it would notice a storm by itself. */
    public boolean hasStormProbe() {
      return probes.stream().anyMatch(line -> line.split(" ", 3)[1].equals("storm"));
    }
  }

  public GuardPlan {
    nodes = List.copyOf(nodes);
    tightened = List.copyOf(tightened);
    withoutOutOfBand = List.copyOf(withoutOutOfBand);
  }

  /** Whether no armed node can be read another way: the code then comes in band. */
  public boolean isWithoutOutOfBand() {
    return !nodes.isEmpty() && withoutOutOfBand.size() == nodes.size();
  }

  public List<String> voters() {
    return nodes.stream().filter(Guarded::voter).map(Guarded::name).toList();
  }

  public List<String> soft() {
    return nodes.stream().filter(node -> !node.voter()).map(Guarded::name).toList();
  }

  public Optional<String> witness() {
    return nodes.stream().filter(Guarded::witness).map(Guarded::name).findFirst();
  }

  /** The guard for these operations. A plan's settings only tighten what the inventory says. */
  static GuardPlan of(
      List<Operation> operations, GuardSettings settings, Inventory inventory, Cluster cluster) {
    Map<String, Integer> steps = new LinkedHashMap<>();
    TreeSet<String> voters = new TreeSet<>();
    Footprint footprint = Footprint.EMPTY;
    for (Operation operation : operations) {
      voters.addAll(operation.voters());
      operation.nodes().forEach(name -> steps.merge(name, 1, Integer::sum));
      footprint = footprint.and(operation.footprint());
    }
    List<InventoryNode> armed =
        inventory.present().stream()
            .filter(node -> steps.containsKey(node.name().value()))
            .toList();
    String witness = witness(armed, voters);
    List<Guarded> nodes = new ArrayList<>();
    for (InventoryNode node : armed) {
      String name = node.name().value();
      nodes.add(
          new Guarded(
              name,
              voters.contains(name),
              steps.getOrDefault(name, 0),
              name.equals(witness),
              probes(node, settings.probesOrDefault(), footprint, cluster),
              ProtectionAssessment.survivesReboot(name, cluster),
              DatabaseQuestion.trial(
                  operations.stream()
                      .flatMap(each -> each.asks().getOrDefault(name, List.of()).stream())
                      .toList())));
    }
    GuardTime deadline =
        GuardTime.of(
            "deadline",
            armed,
            GuardTimes::deadline,
            settings.deadline(),
            GuardSettings.DEFAULT_DEADLINE,
            Comparator.naturalOrder());
    GuardTime lease =
        GuardTime.of(
            "lease",
            armed,
            GuardTimes::lease,
            settings.lease(),
            GuardSettings.DEFAULT_LEASE,
            Comparator.naturalOrder());
    GuardTime hold =
        GuardTime.of(
            "hold",
            armed,
            GuardTimes::hold,
            settings.hold(),
            GuardSettings.DEFAULT_HOLD,
            Comparator.reverseOrder());
    // No plan's to say; the longest that any of the nodes wants.
    GuardTime baseline =
        GuardTime.of(
            "baseline",
            armed,
            GuardTimes::baseline,
            Optional.empty(),
            GuardSettings.DEFAULT_BASELINE,
            Comparator.reverseOrder());
    return new GuardPlan(
        nodes,
        deadline.length(),
        lease.length(),
        hold.length(),
        baseline.length(),
        Stream.of(deadline, lease, hold).flatMap(time -> time.tightened().stream()).toList(),
        armed.stream()
            .filter(InventoryNode::isWithoutOutOfBand)
            .map(node -> node.name().value())
            .toList());
  }

  /**
   * A node that can be read without the network, and one that makes the change rather than another.
   */
  private static String witness(List<InventoryNode> armed, TreeSet<String> voters) {
    return armed.stream()
        .filter(node -> !node.outOfBand().isEmpty() && voters.contains(node.name().value()))
        .findFirst()
        .or(() -> armed.stream().filter(node -> !node.outOfBand().isEmpty()).findFirst())
        .or(() -> armed.stream().filter(node -> voters.contains(node.name().value())).findFirst())
        .map(node -> node.name().value())
        .orElse("");
  }

  private static List<String> probes(
      InventoryNode node, List<Check> checks, Footprint footprint, Cluster cluster) {
    String name = node.name().value();
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (Check check : checks) {
      number++;
      if (check instanceof Check.Storm) {
        for (String uplink : uplinks(name, footprint, cluster)) {
          lines.add("storm-" + uplink + " storm " + uplink);
        }
      } else if (check instanceof Check.Ping ping && isFrom(ping.from(), node)) {
        lines.add("ping-" + number + " ping " + ping.to());
      } else if (check instanceof Check.Tcp tcp && isFrom(tcp.from(), node)) {
        lines.add("tcp-" + number + " tcp " + tcp.to() + " " + tcp.port());
      } else if (check instanceof Check.ComponentUp component
          && (component.nodes().isEmpty() || component.nodes().contains(name))) {
        for (String unit : units(name, component.name(), cluster)) {
          lines.add("unit-" + number + " unit " + unit);
        }
      }
    }
    return lines;
  }

  private static boolean isFrom(Optional<String> from, InventoryNode node) {
    return from.isEmpty() || from.get().equals(node.name().value()) || node.hasRole(from.get());
  }

  /**
   * The interfaces by which the changed bridges of a node lead out of it; where nobody knows what
   * is changed, those of the management path too.
   */
  private static List<String> uplinks(String name, Footprint footprint, Cluster cluster) {
    TreeSet<String> uplinks = new TreeSet<>();
    for (BridgeItem changed : footprint.bridges()) {
      if (changed.node().equals(name)) {
        cluster
            .node(name)
            .flatMap(node -> node.bridge(changed.name()))
            .ifPresent(bridge -> uplinks.addAll(bridge.getUplinks()));
      }
    }
    if (footprint.hosts().contains(name)) {
      cluster.node(name).ifPresent(node -> uplinks.addAll(node.managementPath().uplinks()));
    }
    return List.copyOf(uplinks);
  }

  private static List<String> units(String name, String component, Cluster cluster) {
    return cluster.node(name).stream()
        .flatMap(node -> node.components().stream())
        .filter(each -> each.name().equals(component) && each.manager().equals("systemd"))
        .map(each -> each.unit())
        .filter(unit -> !unit.isEmpty())
        .toList();
  }
}
