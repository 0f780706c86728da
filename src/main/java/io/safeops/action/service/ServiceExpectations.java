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

/** What must be true of the facts once components were started or stopped: what they are for. */
final class ServiceExpectations {

  /** ovn-controller tries again after 8 s at most, and a database may have much to read. */
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

  /** Some northd has both databases, and is at work: one of those that there were. */
  static Expectation northdAtWork(Cluster before) {
    List<String> nodes =
        before.getComponents().stream()
            .filter(component -> component.hasName(ComponentName.NORTHD))
            .map(Component::node)
            .toList();
    return new FactExpectation("northd is at work", new NorthdAtWork(nodes), SETTLE);
  }

  /** The chassis is still there, or there again. */
  static Optional<Expectation> registered(Cluster before, Node node) {
    return node.systemId()
        .filter(id -> before.chassisNamed(id).isPresent())
        .map(
            id ->
                new FactExpectation(
                    node.name() + " is a chassis", new ChassisRegistered(id), SETTLE));
  }

  /**
   * The ovn-controllers that must be connected once the Southbound serves again. One member of a
   * cluster alone may not serve at all.
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
   * The ones that were connected. While the Southbound is down nobody is: then those that look for
   * it where most do, so that one with a misspelt remote does not undo everybody's repair.
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
