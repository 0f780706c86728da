package io.safeops.predict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Predicts the cluster after components of one node are stopped or started. The content of the
 * databases is predicted unchanged: a stopped database loses nothing, it only does not answer.
 */
public final class ServiceEffect {

  private static final List<String> DATABASES =
      List.of(ComponentName.NORTHBOUND.word(), ComponentName.SOUTHBOUND.word());

  /** The key with which ovn-controller marks a tunnel with the chassis at its other end. */
  private static final String TUNNEL_KEY = "ovn-chassis-id";

  private final Cluster before;
  private final Node node;
  private final Set<String> down;
  private final Set<String> up;

  private ServiceEffect(Cluster before, Node node, Set<String> stopped, Set<String> started) {
    this.before = before;
    this.node = node;
    this.up = started;
    this.down = new TreeSet<>(stopped);
    this.down.addAll(stoppedByNorthd(node, stopped));
    this.down.removeAll(started);
  }

  /**
   * @param stopped the components that stop, for good or for a moment
   * @param started the components that are active afterwards
   */
  public static Cluster of(Cluster before, Node node, Set<String> stopped, Set<String> started) {
    return new ServiceEffect(before, node, stopped, started).after();
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
    boolean served = before.hasActive(ComponentName.SOUTHBOUND.word());
    boolean serves = after.hasActive(ComponentName.SOUTHBOUND.word());
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
    boolean only =
        after.getComponents().stream().filter(each -> each.hasName(ComponentName.NORTHD)).count()
            == 1;
    if (only && serves && after.hasActive(ComponentName.NORTHBOUND.word())) {
      after = everywhere(after, ComponentName.NORTHD.word(), ServiceEffect::atWork);
    }
    boolean joins = up.contains(ComponentName.CONTROLLER.word()) && serves;
    return isLeaving()
        ? withoutChassis(after)
        : joins ? ControllerStartEffect.of(after, node) : after;
  }

  private Node own(Node own) {
    return own.withComponents(
        own.components().stream()
            .map(
                each ->
                    up.contains(each.name())
                        ? each.started()
                        : down.contains(each.name()) ? each.stopped() : each)
            .toList());
  }

  private Cluster databases(Cluster after) {
    Optional<DatabaseStatus> northbound = after.northbound();
    Optional<DatabaseStatus> southbound = after.southbound();
    String why = "no database socket on " + node.name();
    if (down.contains(ComponentName.NORTHBOUND.word())
        && !after.hasActive(ComponentName.NORTHBOUND.word())) {
      northbound = northbound.map(status -> status.unreadable(why));
    }
    if (down.contains(ComponentName.SOUTHBOUND.word())
        && !after.hasActive(ComponentName.SOUTHBOUND.word())) {
      southbound = southbound.map(status -> status.unreadable(why));
    }
    return after.withDatabases(northbound, southbound);
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
    return down.contains(ComponentName.CONTROLLER.word())
        && before.hasActive(ComponentName.SOUTHBOUND.word())
        && node.component(ComponentName.CONTROLLER)
            .filter(Component::isLeavingWhenStopped)
            .isPresent();
  }

  private Cluster withoutChassis(Cluster cluster) {
    if (node.systemId().isEmpty()) {
      return cluster;
    }
    String id = node.systemId().get();
    Cluster after =
        cluster
            .withChassis(cluster.chassis().stream().filter(c -> !c.name().equals(id)).toList())
            .withBindings(
                cluster.bindings().stream()
                    .map(
                        binding ->
                            binding.chassis().filter(id::equals).isPresent()
                                ? binding.unbound()
                                : binding)
                    .toList());
    for (Node each : cluster.nodes()) {
      boolean own = each.name().equals(node.name());
      after =
          after.withNode(
              each.name(),
              found ->
                  found.withBridge(
                      found.getIntegrationBridge(), bridge -> withoutTunnels(bridge, own, id)));
    }
    return after;
  }

  private static Bridge withoutTunnels(Bridge bridge, boolean all, String id) {
    return bridge.withPorts(
        bridge.ports().stream()
            .filter(
                port -> {
                  String end = port.externalIds().get(TUNNEL_KEY);
                  return end == null || !(all || end.equals(id) || end.startsWith(id + "@"));
                })
            .toList());
  }
}
