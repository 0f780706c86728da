package io.safeops.action.service;

import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.paths.model.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The systemd units that safeops knows, and the components that stop and start with each. Any other
 * unit may be important, even the one that keeps the network up.
 */
public final class KnownUnits {

  /** The components by the unit names of Debian, Ubuntu and RHEL. */
  private static final Map<String, List<ComponentName>> COMPONENTS =
      Map.ofEntries(
          Map.entry("ovn-northd", List.of(ComponentName.NORTHD)),
          Map.entry("ovn-ovsdb-server-nb", List.of(ComponentName.NORTHBOUND)),
          Map.entry("ovn-ovsdb-server-sb", List.of(ComponentName.SOUTHBOUND)),
          Map.entry(
              "ovn-central",
              List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND, ComponentName.NORTHD)),
          Map.entry("ovn-controller", List.of(ComponentName.CONTROLLER)),
          Map.entry("ovn-host", List.of(ComponentName.CONTROLLER)),
          Map.entry("ovs-vswitchd", List.of(ComponentName.VSWITCHD)),
          // The unit of ovs-vswitchd requires this one, and is stopped and restarted with it.
          Map.entry("ovsdb-server", List.of(ComponentName.OVSDB, ComponentName.VSWITCHD)),
          Map.entry("openvswitch-switch", List.of(ComponentName.OVSDB, ComponentName.VSWITCHD)),
          Map.entry("openvswitch", List.of(ComponentName.OVSDB, ComponentName.VSWITCHD)),
          Map.entry("neutron-server", List.of(ComponentName.NEUTRON_SERVER)),
          Map.entry("neutron-api", List.of(ComponentName.NEUTRON_SERVER)));

  private static final Map<String, String> ALIASES =
      Map.of("ovn-nb-ovsdb", "ovn-ovsdb-server-nb", "ovn-sb-ovsdb", "ovn-ovsdb-server-sb");

  /** Units that run no process themselves. */
  private static final List<String> GROUPS =
      List.of("ovn-central", "ovn-host", "openvswitch-switch", "openvswitch");

  /**
   * Units without a lasting process: if systemd stops one together with others, no process stops.
   */
  static final List<String> WITHOUT_EFFECT =
      List.of(
          "ovn-central.service",
          "ovn-host.service",
          "openvswitch-switch.service",
          "openvswitch.service",
          "ovs-record-hostname.service",
          "ovs-delete-transient-ports.service");

  private KnownUnits() {}

  static boolean isKnown(String unit) {
    return COMPONENTS.containsKey(plain(unit));
  }

  static List<String> names() {
    return List.copyOf(new TreeSet<>(COMPONENTS.keySet()));
  }

  /** A known unit, also by another name or with its ending. */
  static Schema schema() {
    List<String> all = new ArrayList<>(names());
    all.addAll(new TreeSet<>(ALIASES.keySet()));
    Pattern any = Pattern.compile("(" + String.join("|", all) + ")(\\.service)?");
    return Schema.anyOf(Schema.words(names()), Schema.text(any, "a unit that safeops knows"));
  }

  /** The unit's own name without {@code .service}. */
  private static String plain(String unit) {
    String name = unit.replaceFirst("\\.service$", "");
    return ALIASES.getOrDefault(name, name);
  }

  /**
   * The components of a node that stop and start with a unit.
   *
   * @throws ActionException if the node has no such unit
   */
  static List<Component> on(Node node, String unit) throws ActionException {
    String plain = plain(unit);
    List<ComponentName> known = COMPONENTS.getOrDefault(plain, List.of());
    boolean here =
        node.components().stream()
            .filter(component -> component.manager() == ServiceSupervisor.SYSTEMD)
            .anyMatch(
                component ->
                    GROUPS.contains(plain)
                        ? known.stream().anyMatch(component::hasName)
                        : component.unit().equals(plain + ".service"));
    if (!here) {
      throw ActionException.about("unit", unit, "there is no unit " + unit + " on " + node.name());
    }
    // On RHEL, ovn-northd.service is also the unit of both databases.
    return node.components().stream()
        .filter(component -> component.manager() == ServiceSupervisor.SYSTEMD)
        .filter(
            component ->
                known.stream().anyMatch(component::hasName)
                    || component.unit().equals(plain + ".service"))
        .toList();
  }

  /** The same; none if the node has no such unit, or the unit is not known. */
  public static List<Component> components(Node node, String unit) {
    return Feasible.or(List.of(), () -> on(node, unit));
  }

  /**
   * The components that stop and start with this one.
   *
   * @throws ActionException if the node has no component of this name that systemd runs
   */
  static List<Component> with(Node node, ComponentName name) throws ActionException {
    return on(node, one(node, name).unit());
  }

  /**
   * The component of this name that systemd runs.
   *
   * @throws ActionException if the node has none
   */
  public static Component one(Node node, ComponentName name) throws ActionException {
    Component component =
        node.component(name)
            .orElseThrow(
                () ->
                    ActionException.about(
                        ThingName.COMPONENT,
                        name.word(),
                        "there is no " + name.word() + " on node " + node.name()));
    if (component.manager() != ServiceSupervisor.SYSTEMD) {
      throw new ActionException(
          "the "
              + name.word()
              + " of "
              + node.name()
              + " runs in container "
              + component.unit()
              + ": safeops can start and stop only systemd units");
    }
    return component;
  }

  /** The active ovn-controllers. All are connected to the same Southbound. */
  static List<ComponentItem> controllers(Cluster cluster) {
    return active(ComponentName.CONTROLLER, cluster);
  }

  /** The active components of this name on all nodes. */
  static List<ComponentItem> active(ComponentName name, Cluster cluster) {
    return cluster.getComponents().stream()
        .filter(component -> component.hasName(name) && component.isActive())
        .map(component -> new ComponentItem(component.node(), component.name()))
        .toList();
  }
}
