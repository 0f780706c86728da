package io.safeops.policy;

import io.safeops.action.Action;
import io.safeops.action.ComponentStop;
import io.safeops.action.Operation;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.service.RaftMembers;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a step changes, as rules see it.
 *
 * @param id of the step
 * @param action its name
 * @param command a description or a command line, for messages
 * @param understanding {@code understood}, {@code opaque} or {@code refused}
 * @param refusal why the step is refused: what it would do, or what to write instead
 * @param irreversible why it cannot be undone
 * @param undoneByRun whether only the run process can undo it and no node can
 * @param acts the nodes that it runs on, all at the same time
 * @param affected every node that it can hurt
 * @param stops the components that it stops, permanently or for a moment
 * @param membersDown for each database cluster of which it stops a member, the other members that
 *     are down or that it stops too, as {@code northbound on cmp}
 * @param routers the ids of Neutron's routers whose gateway it removes, even for a moment
 * @param networks the ids of Neutron's networks that it deletes, even if it makes them again
 * @param losses what is lost with the rows that it deletes: a line for each row, with the columns
 *     and references that the undo does not restore
 * @param unseenRows a line for each row that it deletes and that was not read
 */
public record StepChange(
    String id,
    String action,
    String command,
    Understanding understanding,
    Optional<String> refusal,
    Optional<String> irreversible,
    boolean undoneByRun,
    List<String> acts,
    List<AffectedNode> affected,
    List<ComponentStop> stops,
    List<String> membersDown,
    List<String> routers,
    List<String> networks,
    List<String> losses,
    List<String> unseenRows) {

  /** An action as text. */
  public record What(
      String action, String command, Understanding understanding, Optional<String> refusal) {

    public static What of(Action action) {
      return new What(action.name(), action.title(), action.understanding(), action.refusal());
    }
  }

  public StepChange {
    acts = List.copyOf(acts);
    membersDown = List.copyOf(membersDown);
    affected = List.copyOf(affected);
    stops = List.copyOf(stops);
    routers = List.copyOf(routers);
    networks = List.copyOf(networks);
    losses = List.copyOf(losses);
    unseenRows = List.copyOf(unseenRows);
  }

  /** The same in a word, for rules: {@code understood}, {@code opaque} or {@code refused}. */
  public String getUnderstanding() {
    return understanding.name().toLowerCase(Locale.ROOT);
  }

  /** Whether it could cut some node off from the operator. */
  public boolean isCrossing() {
    return affected.stream().anyMatch(AffectedNode::isCrossed);
  }

  /**
   * The change that an operation makes.
   *
   * @param stops the components that it stops
   * @param after the cluster that the action predicts
   * @param cover the protection of each node, from the inventory
   */
  public static StepChange of(
      String id,
      What what,
      Operation operation,
      List<ComponentStop> stops,
      Cluster before,
      Cluster after,
      Collection<NodeProtection> cover) {
    Set<String> opened = chassisOn(opened(before, after), before);
    Set<String> undo = new HashSet<>(operation.voters());
    Set<String> names = new TreeSet<>(undo);
    // An undo in the Northbound does not protect the chassis on the same machine.
    undo.removeAll(opened);
    undo.addAll(operation.withLocalPart());
    names.addAll(undo);
    names.addAll(opened);
    boolean opaque = what.understanding() == Understanding.OPAQUE;
    Map<String, List<String>> bridges = new HashMap<>();
    for (BridgeItem bridge : operation.footprint().bridges()) {
      bridges.computeIfAbsent(bridge.node(), any -> new ArrayList<>()).add(bridge.name());
    }
    Map<String, NodeProtection> covers = new TreeMap<>();
    cover.forEach(each -> covers.put(each.node(), each));
    List<AffectedNode> affected =
        names.stream()
            .map(
                name -> {
                  NodeProtection known =
                      covers.getOrDefault(
                          name,
                          new NodeProtection(name, false, false, OutOfBandProtection.UNDECLARED));
                  return AffectedNode.builder(id, name)
                      .inInventory(before.node(name).isPresent())
                      .undo(undo.contains(name))
                      .survivesReboot(known.survivesReboot())
                      .stormProbe(known.stormProbe())
                      .outOfBand(known.outOfBand())
                      .opaque(opaque && operation.voters().contains(name))
                      .pathUnknown(before.node(name).flatMap(StepChange::pathUnknown))
                      .bridges(crossed(name, bridges.getOrDefault(name, List.of()), before, after))
                      .build();
                })
            .toList();
    return StepChange.builder(id)
        .action(what.action())
        .command(what.command())
        .understanding(what.understanding())
        .refusal(what.refusal())
        .irreversible(operation.irreversible())
        .undoneByRun(operation.api().isPresent())
        .acts(operation.voters())
        .affected(affected)
        .stops(stops)
        .membersDown(RaftMembers.down(stops, before))
        .routers(operation.footprint().routers())
        .networks(operation.footprint().networks())
        .losses(operation.losses().lost())
        .unseenRows(operation.losses().unseen())
        .build();
  }

  /**
   * The bridges on the management path before or after the step, because the step may move the path
   * there. If the path is not known, any bridge may be on it.
   */
  private static List<String> crossed(
      String name, List<String> bridges, Cluster before, Cluster after) {
    boolean unknown = before.node(name).flatMap(StepChange::pathUnknown).isPresent();
    Set<String> path = new HashSet<>();
    for (Cluster each : List.of(before, after)) {
      each.node(name).ifPresent(node -> path.addAll(node.managementPath().bridges()));
    }
    return bridges.stream().filter(bridge -> unknown || path.contains(bridge)).toList();
  }

  private static Optional<String> pathUnknown(Node node) {
    String server = node.managementPath().server();
    if (server.isEmpty()) {
      return Optional.of("the address on which the connection arrived could not be read");
    }
    boolean held =
        node.nics().stream()
            .flatMap(nic -> nic.addresses().stream())
            .anyMatch(address -> address.ip().equals(server));
    return held && node.managementPath().isKnown()
        ? Optional.empty()
        : Optional.of(
            "the connection arrived on " + server + ", and no interface there has that address");
  }

  /**
   * The provider networks to which a switch has a new path after the step: by a new localnet, or by
   * a localnet whose network or VLAN changed.
   */
  private static Set<String> opened(Cluster before, Cluster after) {
    Set<LocalnetPort> had = new HashSet<>();
    before.getLocalnets().forEach(port -> had.add(LocalnetPort.of(port)));
    Set<String> physnets = new TreeSet<>();
    after.getLocalnets().stream()
        .filter(port -> !had.contains(LocalnetPort.of(port)))
        .map(LogicalPort::getNetworkName)
        .forEach(physnets::add);
    return physnets;
  }

  private record LocalnetPort(String switchName, String port, String physnet, Optional<Long> tag) {
    static LocalnetPort of(LogicalPort port) {
      return new LocalnetPort(port.switchName(), port.name(), port.getNetworkName(), port.tag());
    }
  }

  /**
   * The nodes that map one of the networks, and the chassis that map one according to the
   * Southbound. The Southbound counts because ovn-controller acts on it, also if the inventory
   * lacks the node or calls it absent, or if the node itself says otherwise. Such a chassis has no
   * part of the undo.
   */
  private static Set<String> chassisOn(Set<String> physnets, Cluster cluster) {
    Set<String> names = new TreeSet<>();
    for (Node node : cluster.nodes()) {
      if (node.mappings().stream().map(BridgeMapping::physnet).anyMatch(physnets::contains)) {
        names.add(node.name());
      }
    }
    for (Chassis chassis : cluster.chassis()) {
      if (chassis.mappings().keySet().stream().anyMatch(physnets::contains)) {
        names.add(chassis.node().orElse(chassis.hostname()));
      }
    }
    return names;
  }

  /** A change by its parts. */
  public static Builder builder(String id) {
    return new Builder(id);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String id;
    private String action = "";
    private String command = "";
    private Understanding understanding = Understanding.REFUSED;
    private Optional<String> refusal = Optional.empty();
    private Optional<String> irreversible = Optional.empty();
    private boolean undoneByRun;
    private List<String> acts = List.of();
    private List<AffectedNode> affected = List.of();
    private List<ComponentStop> stops = List.of();
    private List<String> membersDown = List.of();
    private List<String> routers = List.of();
    private List<String> networks = List.of();
    private List<String> losses = List.of();
    private List<String> unseenRows = List.of();

    private Builder(String id) {
      this.id = id;
    }

    public Builder action(String newAction) {
      action = newAction;
      return this;
    }

    public Builder command(String newCommand) {
      command = newCommand;
      return this;
    }

    public Builder understanding(Understanding newUnderstanding) {
      understanding = newUnderstanding;
      return this;
    }

    public Builder refusal(Optional<String> newRefusal) {
      refusal = newRefusal;
      return this;
    }

    public Builder irreversible(Optional<String> newIrreversible) {
      irreversible = newIrreversible;
      return this;
    }

    public Builder undoneByRun(boolean newUndoneByRun) {
      undoneByRun = newUndoneByRun;
      return this;
    }

    public Builder acts(List<String> newActs) {
      acts = newActs;
      return this;
    }

    public Builder affected(List<AffectedNode> newAffected) {
      affected = newAffected;
      return this;
    }

    public Builder stops(List<ComponentStop> newStops) {
      stops = newStops;
      return this;
    }

    public Builder membersDown(List<String> newMembersDown) {
      membersDown = newMembersDown;
      return this;
    }

    public Builder routers(List<String> newRouters) {
      routers = newRouters;
      return this;
    }

    public Builder networks(List<String> newNetworks) {
      networks = newNetworks;
      return this;
    }

    public Builder losses(List<String> newLosses) {
      losses = newLosses;
      return this;
    }

    public Builder unseenRows(List<String> newUnseenRows) {
      unseenRows = newUnseenRows;
      return this;
    }

    public StepChange build() {
      return new StepChange(
          id,
          action,
          command,
          understanding,
          refusal,
          irreversible,
          undoneByRun,
          acts,
          affected,
          stops,
          membersDown,
          routers,
          networks,
          losses,
          unseenRows);
    }
  }
}
