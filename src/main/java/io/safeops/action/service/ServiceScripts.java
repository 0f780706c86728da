package io.safeops.action.service;

import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the scripts that start and stop components of one node, and restore their state. */
final class ServiceScripts {

  /** The order in which components are started; each needs those before it. */
  private static final List<ComponentName> ORDER =
      List.of(
          ComponentName.OVSDB,
          ComponentName.VSWITCHD,
          ComponentName.NORTHBOUND,
          ComponentName.SOUTHBOUND,
          ComponentName.NORTHD,
          ComponentName.CONTROLLER,
          ComponentName.NEUTRON_SERVER);

  private ServiceScripts() {}

  static ShellText begin() {
    return new ShellText().include("guarded.sh").include("service/services.sh");
  }

  /**
   * Makes every component active or inactive as it was: first those that were active, because
   * others wait for them, then the rest in reverse order.
   */
  static Script undo(Cluster before, Node node, List<Component> touched) {
    ShellText script = begin();
    boolean hadChassis =
        before.southbound().filter(status -> status.isReadable()).isEmpty()
            || before.chassis().stream()
                .anyMatch(c -> c.node().filter(node.name()::equals).isPresent());
    // An ovn-controller that was not running is ended so that its chassis exists afterwards only if
    // it did before.
    script.assign("KEEP", hadChassis ? "1" : "0");
    inOrder(touched).stream()
        .filter(Component::isActive)
        .forEach(component -> want(script, component, "active"));
    inOrder(touched).stream()
        .sorted(Comparator.comparing(ServiceScripts::rank).reversed())
        .filter(component -> !component.isActive())
        .forEach(component -> want(script, component, "inactive"));
    return script.line("exit \"$worst\"").script();
  }

  private static void want(ShellText script, Component component, String state) {
    script.command(List.of("want", component.name(), component.unit(), state, ports(component)));
  }

  /** The ports of its listeners, in one shell word. */
  static String ports(Component component) {
    return component.listeners().stream()
        .map(at -> at.substring(at.lastIndexOf(':') + 1))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  static List<Component> inOrder(List<Component> components) {
    return components.stream().sorted(Comparator.comparing(ServiceScripts::rank)).toList();
  }

  private static int rank(Component component) {
    return ComponentName.of(component.name()).map(ORDER::indexOf).orElse(-1);
  }
}
