package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Predicts the cluster after components of one node are stopped or started. The content of the
 * databases is predicted unchanged: a stopped database loses nothing, it only does not answer.
 */
public final class ServiceEffect {

  private static final List<String> DATABASES =
      List.of(ComponentName.NORTHBOUND.word(), ComponentName.SOUTHBOUND.word());

  /** What happens to the components. */
  private enum Way {
    /** By the commands of their units. */
    UNIT,
    /** By a signal that ends them: ovn-controller does nothing of what it does at its end. */
    KILL,
    /** By {@code exit}: ovn-controller deletes its chassis. */
    EXIT,
    /** By SIGSTOP: they are there and do nothing. */
    FREEZE,
    /** By SIGCONT. */
    RESUME
  }

  private final Cluster before;
  private final Node node;
  private final Way way;
  private final Set<String> stopped;
  private final Set<String> down;
  private final Set<String> up;

  private ServiceEffect(
      Cluster before, Node node, Way way, Set<String> stopped, Set<String> started) {
    this.before = before;
    this.node = node;
    this.way = way;
    this.stopped = stopped;
    this.up = started;
    this.down = new TreeSet<>(stopped);
    // When its process has ended, systemd runs the ExecStop of the unit (seen in the lab).
    if (way == Way.UNIT || way == Way.KILL) {
      this.down.addAll(stoppedByNorthd(node, stopped));
    }
    this.down.removeAll(started);
  }

  /**
   * @param stopped the components that stop, for good or for a moment
   * @param started the components that are active afterwards
   */
  public static Cluster of(Cluster before, Node node, Set<String> stopped, Set<String> started) {
    return new ServiceEffect(before, node, Way.UNIT, stopped, started).after();
  }

  /** The cluster after a signal has ended the processes of these components. */
  public static Cluster killed(Cluster before, Node node, Set<String> components) {
    return new ServiceEffect(before, node, Way.KILL, components, Set.of()).after();
  }

  /** The cluster after the ovn-controller of a node was told to end for good. */
  public static Cluster left(Cluster before, Node node) {
    Set<String> controller = Set.of(ComponentName.CONTROLLER.word());
    return new ServiceEffect(before, node, Way.EXIT, controller, Set.of()).after();
  }

  /** The cluster after SIGSTOP: the processes are there, their units active, and do nothing. */
  public static Cluster frozen(Cluster before, Node node, Set<String> components) {
    return new ServiceEffect(before, node, Way.FREEZE, components, Set.of()).after();
  }

  /** The cluster after SIGCONT. */
  public static Cluster resumed(Cluster before, Node node, Set<String> components) {
    return new ServiceEffect(before, node, Way.RESUME, Set.of(), components).after();
  }

  /** The databases that stop together with the northd of this node. */
  public static Set<String> stoppedByNorthd(Node node, Set<String> stopped) {
    Set<String> along = new HashSet<>();
    boolean takes =
        stopped.contains(ComponentName.NORTHD.word())
            && node.component(ComponentName.NORTHD)
                .filter(Component::isStoppingDatabases)
                .isPresent();
    for (String database : DATABASES) {
      if (takes && node.component(database).filter(Component::isActive).isPresent()) {
        along.add(database);
      }
    }
    return along;
  }

  private Cluster after() {
    Cluster after = before.withNode(node.name(), this::own);
    after = databases(after);
    boolean served = DatabaseService.serves(before, ComponentName.SOUTHBOUND);
    boolean serves = DatabaseService.serves(after, ComponentName.SOUTHBOUND);
    if (served && !serves) {
      after = everywhere(after, ComponentName.CONTROLLER.word(), ServiceEffect::cutOff);
      after = everywhere(after, ComponentName.NORTHD.word(), ServiceEffect::onStandby);
    } else if (serves && !served) {
      after =
          everywhere(
              after,
              ComponentName.CONTROLLER.word(),
              each -> each.withConnection(Component.CONNECTED));
    }
    if (up.contains(ComponentName.CONTROLLER.word()) && serves) {
      after =
          after.withNode(
              node.name(),
              each ->
                  each.withComponent(
                      ComponentName.CONTROLLER.word(),
                      component -> component.withConnection(Component.CONNECTED)));
    }
    // With several northds, the first to find both databases becomes active and the others stand
    // by. Which one cannot be predicted.
    boolean concerned =
        Stream.concat(down.stream(), up.stream())
            .anyMatch(each -> DATABASES.contains(each) || each.equals(ComponentName.NORTHD.word()));
    boolean only =
        concerned
            && after.getComponents().stream()
                    .filter(each -> each.hasName(ComponentName.NORTHD))
                    .count()
                == 1;
    if (only && serves && DatabaseService.serves(after, ComponentName.NORTHBOUND)) {
      after = everywhere(after, ComponentName.NORTHD.word(), ServiceEffect::atWork);
    }
    return gateways(chassis(after, serves));
  }

  private Cluster chassis(Cluster after, boolean serves) {
    boolean joins = up.contains(ComponentName.CONTROLLER.word()) && serves && way != Way.RESUME;
    return isLeaving()
        ? withoutChassis(after)
        : joins ? ControllerStartEffect.of(after, node) : after;
  }

  /** Gateways move when a chassis that may have them goes or comes. */
  private Cluster gateways(Cluster after) {
    Set<String> touched = new HashSet<>(down);
    touched.addAll(up);
    boolean concerned =
        touched.contains(ComponentName.CONTROLLER.word())
            || touched.contains(ComponentName.VSWITCHD.word());
    if (!concerned) {
      return after;
    }
    Cluster told = down.contains(ComponentName.VSWITCHD.word()) ? unanswered(after) : after;
    return GatewayPrediction.settle(told, GatewayPrediction.portsOn(before, node.name()));
  }

  /** The tunnels to this node, whose BFD sessions get no answer any more. */
  private Cluster unanswered(Cluster cluster) {
    Cluster after = cluster;
    for (Chassis chassis : cluster.chassis()) {
      if (chassis.node().equals(Optional.of(node.name()))) {
        after =
            after.withNodes(
                after.nodes().stream()
                    .map(
                        each ->
                            each.withBridge(
                                each.getIntegrationBridge(),
                                bridge ->
                                    bridge.withPorts(
                                        bridge.ports().stream()
                                            .map(
                                                port ->
                                                    port.isTunnelTo(chassis)
                                                        ? withoutBfd(port)
                                                        : port)
                                            .toList())))
                    .toList());
      }
    }
    return after;
  }

  private static BridgePort withoutBfd(BridgePort port) {
    return port.toBuilder()
        .members(
            port.members().stream()
                .map(each -> each.bfd().isEmpty() ? each : each.toBuilder().bfd("down").build())
                .toList())
        .build();
  }

  private Node own(Node own) {
    Node after = own.withComponents(own.components().stream().map(this::own).toList());
    boolean again =
        way == Way.UNIT
            && stopped.contains(ComponentName.VSWITCHD.word())
            && up.contains(ComponentName.VSWITCHD.word());
    return again
        ? after.withBridges(
            after.bridges().stream()
                .map(
                    bridge ->
                        bridge.name().equals(own.getIntegrationBridge())
                            ? bridge
                            : VswitchPrediction.restarted(bridge))
                .toList())
        : after;
  }

  private Component own(Component own) {
    if (up.contains(own.name())) {
      return way == Way.RESUME
          ? running(own)
          : stopped.contains(own.name()) ? running(own.started()) : own.started();
    }
    if (!down.contains(own.name())) {
      return own;
    }
    return way == Way.FREEZE && own.isActive() ? frozen(own) : own.stopped();
  }

  /** What was read of its process is then that it runs and answers. */
  private static Component running(Component component) {
    return component.toBuilder()
        .process(component.process().isEmpty() ? "" : Component.RUNS)
        .answer(component.answer().isEmpty() ? "" : Component.ANSWERS)
        .build();
  }

  private static Component frozen(Component component) {
    return component.toBuilder()
        .process(Component.STOPPED)
        .answer(Component.SILENT)
        .connection("")
        .status(Optional.empty())
        .build();
  }

  /** It stays known whether it is a cluster: a majority can come back. */
  private static DatabaseStatus unreadable(DatabaseStatus status, String why) {
    return status.unreadable(why).toBuilder().clustered(status.clustered()).build();
  }

  private Cluster databases(Cluster after) {
    Optional<DatabaseStatus> northbound = after.northbound();
    Optional<DatabaseStatus> southbound = after.southbound();
    Optional<String> why = DatabaseService.failure(after, ComponentName.NORTHBOUND, node.name());
    if (down.contains(ComponentName.NORTHBOUND.word()) && why.isPresent()) {
      northbound = northbound.map(status -> unreadable(status, why.get()));
    }
    Optional<String> reason = DatabaseService.failure(after, ComponentName.SOUTHBOUND, node.name());
    if (down.contains(ComponentName.SOUTHBOUND.word()) && reason.isPresent()) {
      southbound = southbound.map(status -> unreadable(status, reason.get()));
    }
    return DatabaseService.withMembers(after.withDatabases(northbound, southbound), node, down);
  }

  private static Cluster everywhere(
      Cluster cluster, String name, java.util.function.UnaryOperator<Component> change) {
    Cluster changed = cluster;
    for (Node each : cluster.nodes()) {
      changed =
          changed.withNode(
              each.name(),
              found ->
                  found.withComponent(
                      name,
                      component -> component.isActive() ? change.apply(component) : component));
    }
    return changed;
  }

  private static Component cutOff(Component controller) {
    return controller.withConnection("not connected");
  }

  private static Component onStandby(Component northd) {
    return northd.withStatus(Optional.of("standby"));
  }

  private static Component atWork(Component northd) {
    return northd.withStatus(Optional.of("active"));
  }

  private boolean isLeaving() {
    if (way == Way.EXIT) {
      return DatabaseService.serves(before, ComponentName.SOUTHBOUND);
    }
    return way == Way.UNIT
        && down.contains(ComponentName.CONTROLLER.word())
        && DatabaseService.serves(before, ComponentName.SOUTHBOUND)
        && node.component(ComponentName.CONTROLLER)
            .filter(Component::isLeavingWhenStopped)
            .isPresent();
  }

  private Cluster withoutChassis(Cluster cluster) {
    if (node.systemId().isEmpty()) {
      return cluster;
    }
    return cluster
        .chassisNamed(node.systemId().get())
        .map(chassis -> ChassisTunnels.without(cluster, chassis))
        .orElse(cluster);
  }
}
