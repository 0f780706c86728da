package io.safeops.policy;

import io.safeops.action.Action;
import io.safeops.action.ComponentStop;
import io.safeops.action.Operation;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.service.RaftMembers;
import io.safeops.facts.model.BridgeMapping;
import io.safeops.facts.model.Chassis;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.Node;
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
 * What a step does, as far as rules ask.
 *
 * @param id of the step
 * @param action its name
 * @param command in words or as a command line, for messages
 * @param understanding {@code understood}, {@code opaque} or {@code refused}
 * @param refusal why it is refused: what it would do, or what to write instead
 * @param irreversible why it cannot be undone
 * @param undoneByRun whether no node can undo it, only the run from where it is
 * @param acts the nodes that it is done on, all at once
 * @param affected every node that it can hurt
 * @param stops the components that it stops, for good or for a moment
 * @param membersDown the members of the clusters it stops a member of that are down then, or are
 *     stopped by it too, as {@code northbound on cmp}
 * @param routers of Neutron that it takes the gateway from, by id, for a moment too
 * @param networks of Neutron that it deletes, by id, even if they are made anew
 * @param losses what goes for good with the rows that it deletes: a line for each row, with the
 *     columns and references that its undo does not write back
 * @param unseenRows a line for each row that it deletes and that was not read
 */
public record StepChange(
    String id,
    String action,
    String command,
    String understanding,
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

  /** An action in words. */
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

  /** Whether it could cut some node off from the operator. */
  public boolean isCrossing() {
    return affected.stream().anyMatch(AffectedNode::isCrossed);
  }

  /**
   * The change that an operation makes.
   *
   * @param stops the components that it stops
   * @param after the cluster as the action predicts it
   * @param cover by node, from the inventory
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
    // An undo in the Northbound is none for the chassis on the same machine.
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
                          name, new NodeProtection(name, false, false, NodeProtection.UNDECLARED));
                  return new AffectedNode(
                      id,
                      name,
                      before.node(name).isPresent(),
                      undo.contains(name),
                      known.survivesReboot(),
                      known.stormProbe(),
                      known.outOfBand(),
                      opaque && operation.voters().contains(name),
                      before.node(name).flatMap(StepChange::pathUnknown),
                      crossed(name, bridges.getOrDefault(name, List.of()), before, after));
                })
            .toList();
    return new StepChange(
        id,
        what.action(),
        what.command(),
        what.understanding().name().toLowerCase(Locale.ROOT),
        what.refusal(),
        operation.irreversible(),
        operation.api().isPresent(),
        operation.voters(),
        affected,
        stops,
        RaftMembers.down(stops, before),
        operation.footprint().routers(),
        operation.footprint().networks(),
        operation.losses().lost(),
        operation.losses().unseen());
  }

  /**
   * Bridges on the way as it is or as it will be: a step may be what brings it there. Where the way
   * is not known, any bridge may be on it.
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
      return Optional.of("the address that the connection came to could not be read");
    }
    boolean held =
        node.nics().stream()
            .flatMap(nic -> nic.addresses().stream())
            .anyMatch(address -> address.ip().equals(server));
    return held && node.managementPath().isKnown()
        ? Optional.empty()
        : Optional.of("the connection came to " + server + ", which no interface there holds");
  }

  /**
   * The provider networks to which some switch has a way afterwards that it had not before: by a
   * new localnet, or by one that names another network or another VLAN than it did.
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
   * Nodes that map one of the networks, and chassis that told the Southbound that they do: where
   * the inventory lacks the node or calls it absent, or where the node itself says otherwise, the
   * Southbound is what ovn-controller acts by, and there is no part of the undo.
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
}
