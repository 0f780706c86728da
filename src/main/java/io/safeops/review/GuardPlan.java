package io.safeops.review;

import io.safeops.action.DatabaseQuestion;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ServiceSupervisor;
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
 * The plan for the guards: which nodes are armed, in which role, for how long, and with which
 * probes.
 *
 * @param nodes in the order of the inventory
 * @param deadline from arming to the latest confirm
 * @param lease how long a node waits without hearing from the run
 * @param hold how long everything must be quiet before the code is asked for
 * @param baseline how long probes measure the normal state before they count
 * @param tightened the times for which the plan asked for a looser value
 * @param withoutOutOfBand the armed nodes without an out-of-band path, as the inventory declares
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
   * @param voter whether the change is made there; otherwise the node only protects itself
   * @param steps the number of steps that concern it
   * @param witness whether this node makes and shows the code
   * @param probes in the guard's format, one line each
   * @param survivesReboot whether the rules assume that its guard survives a reboot
   * @param trial the database queries of its parts, which are tried before the node is armed
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

    /** A node whose parts query no database. */
    public Guarded(
        String name,
        boolean voter,
        int steps,
        boolean witness,
        List<String> probes,
        boolean survivesReboot) {
      this(name, voter, steps, witness, probes, survivesReboot, Optional.empty());
    }

    /** Whether this node would detect a storm by itself. */
    public boolean hasStormProbe() {
      return probes.stream().anyMatch(line -> line.split(" ", 3)[1].equals("storm"));
    }

    /** A node by what its guard does. */
    public static Builder builder(String name) {
      return new Builder(name);
    }

    /** Its parts by name; what is not given is empty. */
    public static final class Builder {
      private final String name;
      private boolean voter;
      private int steps;
      private boolean witness;
      private List<String> probes = List.of();
      private boolean survivesReboot;
      private Optional<Script> trial = Optional.empty();

      private Builder(String name) {
        this.name = name;
      }

      public Builder voter(boolean newVoter) {
        voter = newVoter;
        return this;
      }

      public Builder steps(int newSteps) {
        steps = newSteps;
        return this;
      }

      public Builder witness(boolean newWitness) {
        witness = newWitness;
        return this;
      }

      public Builder probes(List<String> newProbes) {
        probes = newProbes;
        return this;
      }

      public Builder survivesReboot(boolean newSurvivesReboot) {
        survivesReboot = newSurvivesReboot;
        return this;
      }

      public Builder trial(Optional<Script> newTrial) {
        trial = newTrial;
        return this;
      }

      public Guarded build() {
        return new Guarded(name, voter, steps, witness, probes, survivesReboot, trial);
      }
    }
  }

  public GuardPlan {
    nodes = List.copyOf(nodes);
    tightened = List.copyOf(tightened);
    withoutOutOfBand = List.copyOf(withoutOutOfBand);
  }

  /** Whether no armed node has an out-of-band path, so that the code comes in band. */
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

  /**
   * Makes the guard plan for these operations. A plan's settings can only tighten the inventory's
   * settings.
   */
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
          Guarded.builder(name)
              .voter(voters.contains(name))
              .steps(steps.getOrDefault(name, 0))
              .witness(name.equals(witness))
              .probes(probes(node, settings.probesOrDefault(), footprint, cluster))
              .survivesReboot(ProtectionAssessment.survivesReboot(name, cluster))
              .trial(
                  DatabaseQuestion.trial(
                      operations.stream()
                          .flatMap(each -> each.asks().getOrDefault(name, List.of()).stream())
                          .toList()))
              .build());
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
    // A plan cannot set this. It is the longest time that any of the nodes needs.
    GuardTime baseline =
        GuardTime.of(
            "baseline",
            armed,
            GuardTimes::baseline,
            Optional.empty(),
            GuardSettings.DEFAULT_BASELINE,
            Comparator.reverseOrder());
    return GuardPlan.builder(nodes)
        .deadline(deadline.length())
        .lease(lease.length())
        .hold(hold.length())
        .baseline(baseline.length())
        .tightened(
            Stream.of(deadline, lease, hold).flatMap(time -> time.tightened().stream()).toList())
        .withoutOutOfBand(
            armed.stream()
                .filter(InventoryNode::isWithoutOutOfBand)
                .map(node -> node.name().value())
                .toList())
        .build();
  }

  /**
   * Chooses the witness: a node that can be read without the network, and if possible one that
   * makes the change.
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
   * The interfaces that connect a node's changed bridges to the outside. If safeops cannot know
   * what is changed, also the interfaces of the management path.
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
        .filter(
            each -> each.name().equals(component) && each.manager() == ServiceSupervisor.SYSTEMD)
        .map(each -> each.unit())
        .filter(unit -> !unit.isEmpty())
        .toList();
  }

  /** A guard by its parts. */
  public static Builder builder(List<Guarded> nodes) {
    return new Builder(nodes);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final List<Guarded> nodes;
    private Duration deadline = Duration.ZERO;
    private Duration lease = Duration.ZERO;
    private Duration hold = Duration.ZERO;
    private Duration baseline = Duration.ZERO;
    private List<TightenedTime> tightened = List.of();
    private List<String> withoutOutOfBand = List.of();

    private Builder(List<Guarded> nodes) {
      this.nodes = nodes;
    }

    public Builder deadline(Duration newDeadline) {
      deadline = newDeadline;
      return this;
    }

    public Builder lease(Duration newLease) {
      lease = newLease;
      return this;
    }

    public Builder hold(Duration newHold) {
      hold = newHold;
      return this;
    }

    public Builder baseline(Duration newBaseline) {
      baseline = newBaseline;
      return this;
    }

    public Builder tightened(List<TightenedTime> newTightened) {
      tightened = newTightened;
      return this;
    }

    public Builder withoutOutOfBand(List<String> newWithoutOutOfBand) {
      withoutOutOfBand = newWithoutOutOfBand;
      return this;
    }

    public GuardPlan build() {
      return new GuardPlan(nodes, deadline, lease, hold, baseline, tightened, withoutOutOfBand);
    }
  }
}
