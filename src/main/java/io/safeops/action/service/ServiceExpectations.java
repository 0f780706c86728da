package io.safeops.action.service;

import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The expectations after components were started or stopped. */
final class ServiceExpectations {

  /** ovn-controller tries again after at most 8 s, and a database may have much to read. */
  private static final Duration SETTLE = Duration.ofSeconds(20);

  private ServiceExpectations() {}

  /** The component is active and does its work. */
  static Expectation working(Component component) {
    return of(component, words(component), ComponentWorks.of(component));
  }

  private static String words(Component component) {
    return switch (component.known()) {
      case NORTHBOUND, SOUTHBOUND -> "is active and listens";
      case CONTROLLER -> "is active and connected";
      default -> "is active";
    };
  }

  static Expectation stopped(Component component) {
    return of(component, "is not active", new ComponentStopped(component.node(), component.name()));
  }

  private static Expectation of(Component component, String words, FactPredicate predicate) {
    return new FactExpectation(
        component.node() + ": " + component.name() + " " + words, predicate, SETTLE);
  }

  /** Expects that one of the northd processes known before is active and has both databases. */
  static Expectation northdAtWork(Cluster before) {
    List<String> nodes =
        before.getComponents().stream()
            .filter(component -> component.hasName(ComponentName.NORTHD))
            .map(Component::node)
            .toList();
    return new FactExpectation("northd is at work", new NorthdAtWork(nodes), SETTLE);
  }

  /** Expects that the chassis is still registered, or registered again. */
  static Optional<Expectation> registered(Cluster before, Node node) {
    return node.systemId()
        .filter(id -> before.chassisNamed(id).isPresent())
        .map(
            id ->
                new FactExpectation(
                    node.name() + " is a chassis", new ChassisRegistered(id), SETTLE));
  }

  /**
   * Expects that the ovn-controllers are connected once the Southbound serves again. A single
   * member of a cluster may not serve at all.
   */
  static List<Expectation> reconnected(Cluster before) {
    List<Expectation> expect = new ArrayList<>();
    if (before.getComponents().stream().filter(c -> c.hasName(ComponentName.SOUTHBOUND)).count()
        > 1) {
      return expect;
    }
    for (Node node : before.nodes()) {
      node.component(ComponentName.CONTROLLER)
          .filter(controller -> isAwaited(controller, node, before))
          .ifPresent(controller -> expect.add(working(controller)));
    }
    return expect;
  }

  /**
   * Whether this ovn-controller must be connected: if it was connected before. While the Southbound
   * is down, none is connected; then those that have the most common remote must be, so that one
   * misspelt remote does not undo the repair of all.
   */
  private static boolean isAwaited(Component controller, Node node, Cluster before) {
    if (before.hasActive(ComponentName.SOUTHBOUND.word())) {
      return controller.isConnected();
    }
    Map<String, Integer> remotes = new HashMap<>();
    before.nodes().forEach(each -> remotes.merge(remote(each), 1, Integer::sum));
    int most =
        remotes.entrySet().stream()
            .filter(entry -> !entry.getKey().isEmpty())
            .mapToInt(Map.Entry::getValue)
            .max()
            .orElse(0);
    return controller.isActive()
        && !remote(node).isEmpty()
        && remotes.getOrDefault(remote(node), 0) == most;
  }

  private static String remote(Node node) {
    return node.externalIds().getOrDefault("ovn-remote", "");
  }
}
