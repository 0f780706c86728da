package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.RuleCase.of;
import static io.safeops.policy.RuleCase.plan;

import io.safeops.action.Stop;
import io.safeops.cluster.Chassis;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.Component;
import io.safeops.cluster.DatabaseStatus;
import io.safeops.cluster.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The databases, northd and the ovn-controllers: as they are, and as a step stops them. */
final class CentralCases {

  private static final String SERVE = "ovn-central-order/databases-serve|";
  private static final String NORTHD = "ovn-central-order/northd-works|";
  private static final String CONNECTED = "ovn-central-order/controller-connected|";
  private static final String DEBIAN = "ovn-ctl stop_northd --no-monitor";
  private static final String MENDED = "ovn-ctl --ovn-manage-ovsdb=no stop_northd --no-monitor";

  /** On ctl everything central, on net an ovn-controller with its chassis. */
  private static final Cluster CENTRAL = central(DEBIAN);

  private CentralCases() {}

  static List<RuleCase> all() {
    return List.of(
        of("everything serves", CENTRAL),
        of(
            "what Debian's northd leaves",
            down(CENTRAL),
            SERVE + "is inactive, nobody listens on its port",
            SERVE + "the ExecStop of northd there lacks --ovn-manage-ovsdb=no"),
        of(
            "one database down beside a mended northd",
            with(central(MENDED), "ctl", "northbound", Component::stopped),
            SERVE
                + "ctl: the northbound database (ovn-ovsdb-server-nb.service) is inactive, nobody"
                + " listens on its port"),
        of(
            "active without its listener",
            with(CENTRAL, "ctl", "southbound", CentralCases::deaf),
            SERVE
                + "ctl: the southbound database (ovn-ovsdb-server-sb.service) is active and listens"
                + " nowhere"),
        of(
            "active without a listener that nobody asked for",
            with(CENTRAL, "ctl", "southbound", CentralCases::deaf)
                .withDatabases(status("OVN_Northbound"), status("OVN_Southbound"))),
        of(
            "northd down",
            with(CENTRAL, "ctl", "northd", Component::stopped),
            NORTHD + "ctl: northd (northd.service) is inactive"),
        of(
            "northd paused",
            with(CENTRAL, "ctl", "northd", c -> c.withStatus(Optional.of("paused"))),
            NORTHD + "is paused, and no other is active"),
        of(
            "northd that nobody could ask",
            with(CENTRAL, "ctl", "northd", c -> c.withStatus(Optional.empty()))),
        of(
            "northd on standby while another is active",
            CENTRAL.withNode(
                "cmp",
                node ->
                    node.withComponents(
                        List.of(component("northd", "cmp", "", "", Optional.of("standby")))))),
        of(
            "ovn-controller crashed, its chassis still there",
            with(CENTRAL, "net", "controller", Component::stopped),
            CONNECTED
                + "net: ovn-controller (controller.service) is inactive: nothing new is applied"),
        of(
            "ovn-controller stopped gracefully",
            with(CENTRAL, "net", "controller", Component::stopped).withChassis(List.of()),
            CONNECTED + "its chassis and tunnels are gone"),
        of(
            "ovn-controller looks elsewhere",
            with(CENTRAL, "net", "controller", c -> c.withConnection("not connected")),
            CONNECTED + "is not connected to the Southbound"),
        of("neutron-server at work", neutron(CENTRAL, "active")),
        of(
            "neutron-server gave up",
            neutron(CENTRAL, "failed"),
            "ovn-central-order/neutron-serves|cmp: neutron-server (neutron-server.service) is failed"),
        of(
            "neutron-server down because the Northbound is",
            with(neutron(central(MENDED), "failed"), "ctl", "northbound", Component::stopped),
            SERVE + "ctl: the northbound database"),
        plan("one after the other", context(stop("northbound", true), stop("northd", true))),
        plan("northd alone, for a moment", context(stop("northd", false))),
        plan(
            "together",
            context(stop("northbound", false), stop("southbound", false), stop("northd", false)),
            "ovn-central-order/one-after-the-other|`do it` restarts or stops northbound, southbound,"
                + " northd together"),
        plan("ovn-controller with --restart", context(stop("controller", true))),
        plan(
            "ovn-controller by its ExecStop",
            context(new Stop("net", "controller", "ovn-controller.service", true, false, true)),
            "ovn-central-order/chassis-stays|stops ovn-controller of net without --restart"),
        plan(
            "ovs-vswitchd under the management path",
            context(stop("vswitchd", false)),
            "ovn-central-order/switch-under-management-path|stops ovs-vswitchd of ctl"));
  }

  private static Cluster central(String execStop) {
    Component database = component("northbound", "ctl", "", "", Optional.empty());
    List<Component> components =
        List.of(
            serving(database, "northbound", "ovn-ovsdb-server-nb.service", "6641"),
            serving(database, "southbound", "ovn-ovsdb-server-sb.service", "6642"),
            component("northd", "ctl", execStop, "", Optional.of("active")));
    Component controller = component("controller", "net", "", "connected", Optional.empty());
    Node net = HEALTHY.node("net").orElseThrow();
    Node chassis =
        Node.unread("net", "192.0.2.1", List.of("chassis"), Optional.empty(), Optional.empty())
            .withNics(net.nics())
            .withMappings(net.mappings())
            .withBridges(net.bridges())
            .withPaths(net.managementPath(), net.southboundPath())
            .withComponents(List.of(controller));
    return HEALTHY
        .withNode("ctl", node -> node.withComponents(components))
        .withNode("net", node -> chassis)
        .withChassis(
            List.of(
                new Chassis("id-net", "net", Optional.of("net"), List.of(), 0, Map.of(), Map.of())))
        .withDatabases(
            status("OVN_Northbound", "ptcp:6641:0.0.0.0"), status("OVN_Southbound", "pssl:6642"));
  }

  private static Cluster neutron(Cluster cluster, String state) {
    Component server =
        new Component(
            "neutron-server",
            "cmp",
            "systemd",
            "neutron-server.service",
            state,
            "",
            "",
            "",
            List.of(),
            "",
            Optional.empty());
    return cluster.withNode("cmp", node -> node.withComponents(List.of(server)));
  }

  private static Cluster down(Cluster cluster) {
    Cluster without =
        with(
            with(cluster, "ctl", "northbound", Component::stopped),
            "ctl",
            "southbound",
            Component::stopped);
    // What follows from it is no finding of its own.
    return with(
        with(without, "ctl", "northd", c -> c.withStatus(Optional.of("standby"))),
        "net",
        "controller",
        c -> c.withConnection("not connected"));
  }

  private static Cluster with(
      Cluster cluster, String node, String name, UnaryOperator<Component> change) {
    return cluster.withNode(node, each -> each.withComponent(name, change));
  }

  private static Component deaf(Component database) {
    return serving(database, database.name(), database.unit());
  }

  private static Component serving(Component like, String name, String unit, String... ports) {
    return new Component(
        name,
        like.node(),
        "systemd",
        unit,
        "active",
        "",
        "",
        "",
        Arrays.stream(ports).map(port -> "0.0.0.0:" + port).toList(),
        "",
        Optional.empty());
  }

  private static Component component(
      String name, String node, String execStop, String connection, Optional<String> status) {
    return new Component(
        name,
        node,
        "systemd",
        name + ".service",
        "active",
        "",
        execStop,
        "",
        List.of(),
        connection,
        status);
  }

  private static Optional<DatabaseStatus> status(String name, String... remotes) {
    return Optional.of(
        new DatabaseStatus(
            name, "ctl", List.of(remotes), false, true, Map.of(), 0, 0, Optional.empty()));
  }

  private static Stop stop(String component, boolean inOrder) {
    return new Stop("ctl", component, component + ".service", true, inOrder, false);
  }

  private static PlanContext context(Stop... stops) {
    return new PlanContext(
        "p",
        300,
        15,
        20,
        List.of(
            new Change(
                "s",
                "some.action",
                "do it",
                "understood",
                Optional.empty(),
                List.of(),
                List.of(stops))));
  }
}
