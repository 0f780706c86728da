package io.safeops.action.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Understanding;
import io.safeops.action.bridge.UplinkActionsTest;
import io.safeops.action.chassis.IfaceIdRemoveTest;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.action.neutron.FakeNeutron;
import io.safeops.action.neutron.NetworkRecreateTest;
import io.safeops.action.neutron.RouterGatewayTest;
import io.safeops.action.northbound.GatewayChassisSetTest;
import io.safeops.action.row.NorthboundTables;
import io.safeops.action.service.ComponentContinueTest;
import io.safeops.action.southbound.ChassisDeleteTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every action that counts as understood is modelled: it has a footprint that covers everything it
 * changes.
 */
class UnderstoodTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String ML2 = "/etc/neutron/plugins/ml2/ml2_conf.ini";
  private static final Cluster CLUSTER = cluster();

  /**
   * A call of a shell function that writes OVSDB rows; in a definition a bracket follows the name.
   */
  private static final Pattern WRITES =
      Pattern.compile("(?m)^(nb_act|ids_act|protocols_act|vswitch_act|add|remove)( |$)");

  /** The recorded nodes with Neutron: its server on ctl, a router and a network. */
  private static Cluster cluster() {
    FakeNeutron neutron = new FakeNeutron();
    neutron.put("routers", RouterGatewayTest.EDGE);
    neutron.put("networks", NetworkRecreateTest.NETWORK);
    neutron.put("subnets", NetworkRecreateTest.FOUR);
    neutron.put("subnets", NetworkRecreateTest.SIX);
    return RecordedNodes.cluster()
        .withNeutron(Optional.of(neutron.facts()))
        .withNode(
            "ctl",
            node -> {
              List<Component> components = new ArrayList<>(node.components());
              components.removeIf(each -> each.name().equals("neutron-server"));
              components.add(
                  Component.builder("neutron-server", "ctl")
                      .manager(ServiceSupervisor.SYSTEMD)
                      .unit("neutron-server.service")
                      .state("active")
                      .execStart("/usr/bin/neutron-server")
                      .unitFile("/lib/systemd/system/neutron-server.service")
                      .build());
              return node.withComponents(components);
            });
  }

  /**
   * @param endsAsItBegan why no fact changes; empty if a fact changes
   */
  record Example(String written, Action action, Cluster before, String endsAsItBegan) {
    @Override
    public String toString() {
      return written;
    }
  }

  private static Example step(String endsAsItBegan, String yaml, String... nodes) throws Exception {
    return new Example(yaml, ActionsTest.bind(yaml, nodes), CLUSTER, endsAsItBegan);
  }

  private static Example exec(String line, String... nodes) {
    Action action = CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of(nodes));
    return new Example(line, action, CLUSTER, "");
  }

  /**
   * At least one example of every action that a plan can write, and of every record that implements
   * one.
   */
  static Stream<Example> examples() throws Exception {
    Action unplug =
        CommandReader.read(
            List.of(
                "ovs-vsctl", "remove", "interface", "tap10000001-00", "external_ids", "iface-id"),
            Optional.empty(),
            List.of("cmp"));
    return Stream.of(
        step("", "ovn.localnet.create: {switch: " + SWITCH + ", name: ln-b, physnet: physnet2}"),
        step("", "ovn.localnet.delete: {switch: " + SWITCH + ", name: " + PROVNET + "}"),
        step("it is made as it was", "ovn.localnet.recreate: {switch: " + SWITCH + "}"),
        step("", "ovs.bridge.port.add: {bridge: br-ex, port: eth9}", "net"),
        step("", "ovs.bridge.port.remove: {bridge: br-ex, port: enp6s18}", "net"),
        step("", "ovs.bridge.set-fail-mode: {bridge: br-ex, mode: secure}", "net"),
        step("", "ovs.port.set-vlan: {port: enp6s18, tag: 100}", "net"),
        new Example(
            "ovs.bridge.add-normal-flow",
            ActionsTest.bind("ovs.bridge.add-normal-flow: {bridge: br-ex}", "net"),
            UplinkActionsTest.WITHOUT_FLOWS,
            ""),
        new Example(
            "ip.link.set-up",
            ActionsTest.bind("ip.link.set-up: {interface: enp6s18}", "net"),
            UplinkActionsTest.LINK_DOWN,
            ""),
        new Example(
            "ovs.iface-id.remove",
            ActionsTest.bind("ovs.iface-id.remove: {interface: copy0, port: " + VM1 + "}", "net"),
            IfaceIdRemoveTest.CLUSTER,
            ""),
        new Example(
            "ovn.chassis.delete",
            ActionsTest.bind("ovn.chassis.delete: {chassis: old-1}"),
            ChassisDeleteTest.UNREAD,
            ""),
        new Example(
            "service.continue",
            ActionsTest.bind("service.continue: {component: vswitchd}", "net"),
            ComponentContinueTest.STOPPED,
            ""),
        step("", "ovs.bridge.protocols: {bridge: br-int, exactly: [OpenFlow13]}", "net"),
        step("its reader finds it at its next start", file("ovn_nb_connection", "6641"), "ctl"),
        step("its reader finds it at its next start", file("ovn_sb_connection", "6642"), "ctl"),
        step("", "ovn.central.restart: {}"),
        step("", "ovn.controller.restart: {}", "net"),
        step("", "service.restart: {component: northd}", "ctl"),
        step("", "service.stop: {component: controller}", "net"),
        step("", "service.stop: {component: southbound}", "ctl"),
        step("", "service.stop: {component: neutron-server}", "ctl"),
        step("", "service.restart: {unit: ovs-vswitchd}", "net"),
        new Example(
            "service.start",
            ActionsTest.bind("service.start: {component: northd}", "ctl"),
            ActionsTest.bind("service.stop: {component: northd}", "ctl").effect(CLUSTER),
            ""),
        step("", "ovs.external-ids: {set: {ovn-encap-ip: 192.0.2.99}}", "net"),
        step("", "ovs.external-ids: {set: {ovn-remote: 'tcp:192.0.2.99:6642'}}", "net"),
        step("", "ovs.bridge-mappings: {physnet: physnet7, bridge: br-ex}", "net"),
        new Example(
            "ovn.port.rebind",
            ActionsTest.bind("ovn.port.rebind: {port: " + VM1 + "}"),
            unplug.effect(CLUSTER),
            ""),
        new Example(
            "ovn.lrp.set-gateway-chassis",
            ActionsTest.bind("ovn.lrp.set-gateway-chassis: {port: lrp, chassis: [cmp]}"),
            GatewayChassisSetTest.CLUSTER,
            ""),
        step("", "ovn.nb-global.set-option: {option: bfd-mult, value: 5}"),
        step("the database is only read", "ovn.db.backup: {database: northbound, file: /srv/nb}"),
        step("it is set as it was", "openstack.router.gateway: {router: edge}"),
        step("it is made as it was", "openstack.network.recreate: {network: spare}"),
        new Example("ovs-vsctl remove iface-id", unplug, CLUSTER, ""),
        exec("ovn-nbctl lsp-add " + SWITCH + " ln-x -- lsp-set-type ln-x localnet"),
        exec("ovn-nbctl lsp-set-enabled " + VM1 + " disabled"),
        exec("ovs-vsctl add-port br-ex eth9", "net"),
        exec("ovs-vsctl set bridge br-int protocols=OpenFlow13", "net"),
        exec("systemctl restart ovn-northd", "ctl"),
        exec("vendor-setup on", "net"),
        step("", "file.ini: {file: /etc/vendor.ini, section: a, key: b, value: c}", "net"));
  }

  private static String file(String key, String port) {
    return "file.ini: {file: "
        + ML2
        + ", section: ovn, key: "
        + key
        + ", value: 'tcp:192.0.2.11:"
        + port
        + "'}";
  }

  @Test
  void everyActionHasAnExample() throws Exception {
    List<Example> examples = examples().toList();
    TreeSet<String> names = new TreeSet<>(examples.stream().map(e -> e.action().name()).toList());
    assertThat(names).containsAll(Actions.names());

    TreeSet<String> records = new TreeSet<>();
    for (JavaClass each :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.safeops.action")) {
      boolean isOne = each.isAssignableTo(Action.class) && !each.isInterface();
      // Another action with its secrets masked.
      if (isOne && !each.isEquivalentTo(MaskedAction.class)) {
        records.add(each.getSimpleName());
      }
    }
    assertThat(records).hasSizeGreaterThan(10);
    assertThat(examples.stream().map(e -> e.action().getClass().getSimpleName()).distinct())
        .containsExactlyInAnyOrderElementsOf(records);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void whatIsUnderstoodIsModelled(Example example) throws Exception {
    Action action = example.action();
    Cluster before = example.before();
    Footprint footprint = action.operation(before).footprint();
    assertThat(footprint.isEmpty()).as("its footprint is empty").isFalse();
    if (action.understanding() != Understanding.UNDERSTOOD) {
      assertThat(footprint.hosts()).as("it may change anything there").isNotEmpty();
      return;
    }
    assertThat(footprint.hosts()).isEmpty();
    Cluster after = action.effect(before);
    List<String> seen = footprint.diff(before, after);
    assertThat(things(everything(before, after).diff(before, after)))
        .as("what it changes is in its footprint")
        .isSubsetOf(things(seen));
    if (example.endsAsItBegan().isEmpty()) {
      assertThat(seen.isEmpty() && action.stops(before).isEmpty())
          .as("it changes nothing and stops nothing: its effect is not modelled")
          .isFalse();
    } else {
      assertThat(seen).as(example.endsAsItBegan()).isEmpty();
    }
  }

  /** Otherwise its undo would be reported as proven although the facts have only a few columns. */
  @ParameterizedTest
  @MethodSource("examples")
  void whatWritesRowsIsComparedByWholeRows(Example example) throws Exception {
    Operation operation = example.action().operation(example.before());
    boolean writes =
        operation instanceof OnNodes onNodes
            && onNodes.act().values().stream()
                .anyMatch(script -> WRITES.matcher(script.text()).find());
    assertThat(operation.footprint().rows().isEmpty())
        .as("rows of its footprint")
        .isEqualTo(!writes);
  }

  /** Their content depends on the rest of the footprint. */
  private static List<String> things(List<String> differences) {
    return differences.stream()
        .map(line -> line.substring(0, line.indexOf(": ")))
        // A footprint shows these as tunnels, as interfaces of VMs and as components.
        .filter(thing -> !thing.matches("port .* of bridge br-int on .*|the Northbound"))
        .distinct()
        .toList();
  }

  /** A footprint of everything that can be compared between two clusters. */
  private static Footprint everything(Cluster before, Cluster after) {
    Footprint all = Footprint.EMPTY;
    for (Cluster each : List.of(before, after)) {
      all = all.and(Footprint.ofAll(each, each.nodes().stream().map(Node::name).toList()));
      all =
          all.and(
              Footprint.of(
                  each.switches().stream().map(one -> new SwitchItem(one.name())).toList()));
      all =
          all.and(Footprint.of(each.getPorts().stream().map(p -> new PortItem(p.name())).toList()));
      all =
          all.and(
              Footprint.of(
                  each.bindings().stream().map(b -> new PortItem(b.logicalPort())).toList()));
      if (before.northbound().equals(after.northbound()) || isRead(before) && isRead(after)) {
        all = all.and(Footprint.ofRows(NorthboundTables.keys(each)));
      }
    }
    return all;
  }

  private static boolean isRead(Cluster cluster) {
    return cluster.northbound().filter(DatabaseStatus::isReadable).isPresent();
  }

  /** Each of these files once passed as understood, without any model. */
  @Test
  void filesWithoutAModelAreNotUnderstood() throws Exception {
    for (String file : List.of("/etc/ovn-test.ini", "/etc/neutron/neutron.conf", "/srv/x")) {
      Action action =
          ActionsTest.bind("file.ini: {file: " + file + ", section: a, key: k, value: v}", "net");
      assertThat(action.understanding()).as(file).isEqualTo(Understanding.OPAQUE);
      assertThat(action.operation(CLUSTER).footprint().hosts()).containsExactly("net");
      assertThat(action.operation(CLUSTER).irreversible()).isEmpty();
    }
    assertThat(
            ActionsTest.bind(
                    "file.ini: {file: "
                        + ML2
                        + ", section: ovn, key: ovn_nb_connection, absent: true}",
                    "ctl")
                .understanding())
        .isEqualTo(Understanding.OPAQUE);
  }

  @Test
  void aKnownKeyTakesOnlyValuesThatItsReaderAccepts() throws Exception {
    for (var wrong :
        List.of(
            List.of("tcp:192.0.2.11:6642", "no northbound of this cluster listens at"),
            List.of("tcp:192.0.2.99:6641", "no northbound of this cluster listens at"),
            List.of("192.0.2.11:6641", "is not a remote like tcp:"),
            List.of("tcp:192.0.2.11:6641,", "is not a remote like tcp:"))) {
      Action action =
          ActionsTest.bind(
              "file.ini: {file: "
                  + ML2
                  + ", section: ovn, key: ovn_nb_connection, value: '"
                  + wrong.get(0)
                  + "'}",
              "ctl");
      assertThatThrownBy(() -> action.operation(CLUSTER))
          .isInstanceOf(ActionException.class)
          .hasMessageContaining(wrong.get(1));
    }
    Action elsewhere = ActionsTest.bind(file("ovn_nb_connection", "6641"), "net");
    assertThatThrownBy(() -> elsewhere.operation(CLUSTER))
        .hasMessageContaining("there is no neutron-server on node net");
  }
}
