package io.safeops.action.southbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.Encap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The action that deletes the row of a chassis that nobody is behind. */
public class ChassisDeleteTest {

  /** The name of the chassis that nobody is behind. */
  public static final String OLD = "old-1";

  /** The recorded cluster with a chassis that is no node and has applied nothing for a minute. */
  public static final Cluster CLUSTER = cluster();

  /** The same as a file of facts has it, without whole rows. */
  public static final Cluster UNREAD = CLUSTER.toBuilder().wholeRows(Optional.empty()).build();

  private static Cluster cluster() {
    Cluster read = RecordedNodes.cluster();
    List<Chassis> chassis = new ArrayList<>();
    read.chassis().forEach(each -> chassis.add(each.toBuilder().nbCfg(7).build()));
    chassis.add(
        Chassis.builder(OLD)
            .hostname("gone.example")
            .encaps(List.of(new Encap("geneve", "192.0.2.99")))
            .nbCfg(3)
            .build());
    return read
        .withDatabases(read.northbound().map(ChassisDeleteTest::aMinuteAgo), read.southbound())
        .withChassis(chassis)
        .withNode(
            "net",
            node ->
                node.withBridge(
                    "br-int",
                    bridge ->
                        bridge.withPort(
                            BridgePort.builder("ovn-old1-0", "br-int")
                                .kind("geneve")
                                .interfaces(List.of("ovn-old1-0"))
                                .ofport(9)
                                .externalIds(Map.of(BridgePort.TUNNEL_KEY, OLD + "@192.0.2.99"))
                                .options(Map.of("remote_ip", "192.0.2.99"))
                                .build())))
        .toBuilder()
        .collectedAt("2026-11-30T06:01:00Z")
        .wholeRows(Optional.of(rows()))
        .build();
  }

  private static DatabaseStatus aMinuteAgo(DatabaseStatus status) {
    return status.toBuilder().nbCfg(7).timestamp(Optional.of(1796018400000L)).build();
  }

  private static List<WholeRow> rows() {
    return List.of(
        WholeRow.builder(RowKey.southbound("Chassis", OLD).label())
            .uuid("00000000-0000-4000-8000-000000000001")
            .columns(
                Map.of(
                    "name", "\"old-1\"",
                    "hostname", "\"gone.example\"",
                    "nb_cfg", "0",
                    "external_ids", "{}",
                    "other_config", "{\"iface-types\":\"geneve\"}",
                    "transport_zones", "[]",
                    "vtep_logical_switches", "[]"))
            .mayRefer(List.of("Chassis_Private.chassis", "Port_Binding.chassis"))
            .contained(1)
            .build(),
        WholeRow.builder(RowKey.southbound("Chassis_Private", OLD).label())
            .uuid("00000000-0000-4000-8000-000000000002")
            .columns(
                Map.of(
                    "name", "\"old-1\"",
                    "chassis", "[\"Chassis old-1\"]",
                    "external_ids", "{}",
                    "nb_cfg", "3",
                    "nb_cfg_timestamp", "1796018000000"))
            .build(),
        WholeRow.builder(RowKey.southbound("Encap", "geneve 192.0.2.99").label())
            .uuid("00000000-0000-4000-8000-000000000003")
            .columns(
                Map.of(
                    "type", "\"geneve\"",
                    "ip", "\"192.0.2.99\"",
                    "options", "{\"csum\":\"true\"}",
                    "chassis_name", "\"old-1\""))
            .mayRefer(List.of("Chassis.encaps", "Port_Binding.encap"))
            .build());
  }

  private static Action action(String chassis) throws Exception {
    return ActionsTest.bind("ovn.chassis.delete: {chassis: \"" + chassis + "\"}");
  }

  @Test
  void rowAndTunnelsGoAndTheOthersStay() throws Exception {
    Action action = action(OLD);
    Cluster after = action.effect(CLUSTER);
    assertThat(after.chassis())
        .extracting(Chassis::name)
        .doesNotContain(OLD)
        .hasSize(CLUSTER.chassis().size() - 1);
    assertThat(after.node("net").orElseThrow().bridge("br-int").orElseThrow().ports())
        .hasSize(
            CLUSTER.node("net").orElseThrow().bridge("br-int").orElseThrow().ports().size() - 1);

    OnNodes operation = (OnNodes) action.operation(CLUSTER);
    assertThat(operation.voters()).containsExactly("ctl");
    assertThat(operation.losses().lost()).isEmpty();
    assertThat(operation.losses().unseen()).isEmpty();
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .containsExactly(
            "the Southbound has it as written: Chassis old-1, Chassis_Private old-1",
            "no node has a tunnel to old-1 (gone.example)");
    assertThat(operation.footprint().diff(CLUSTER, after))
        .anyMatch(line -> line.startsWith("Chassis old-1 of the Southbound: "))
        .anyMatch(line -> line.startsWith("tunnel from net to gone.example: "));
  }

  /** It fails if the chassis applies anything, or if a port is bound to it meanwhile. */
  @Test
  void transactionComparesEveryColumnAndTheUndoWritesItBack() throws Exception {
    OnNodes operation = (OnNodes) action(OLD).operation(CLUSTER);
    assertThat(operation.act().get("ctl").text())
        .contains("unix:/run/ovn/ovnsb_db.sock", "[\"OVN_Southbound\"")
        .contains("\"nb_cfg_timestamp\":1796018000000")
        .contains("another row refers to Chassis old-1 of the Southbound, in Port_Binding.chassis")
        .contains("another row refers to Encap geneve 192.0.2.99 of the Southbound")
        .contains("{\"op\":\"delete\",\"table\":\"Chassis\"")
        .contains("{\"op\":\"delete\",\"table\":\"Chassis_Private\"")
        .doesNotContain("OVN_Northbound\",{");
    String undo = operation.undo().get("ctl").text();
    assertThat(undo)
        .contains("\"csum\",\"true\"", "\"iface-types\",\"geneve\"", "\"chassis_name\":\"old-1\"")
        .contains("\"mutations\":[[\"chassis\",\"insert\"");
    // The row that refers to the other one is there first.
    assertThat(undo.indexOf("\"insert\",\"table\":\"Chassis_Private\""))
        .isLessThan(undo.indexOf("\"insert\",\"table\":\"Chassis\""));
  }

  @Test
  void rowThatWasNotReadIsNotDeleted() throws Exception {
    OnNodes operation =
        (OnNodes)
            action(OLD).operation(CLUSTER.toBuilder().wholeRows(Optional.of(List.of())).build());
    assertThat(operation.losses().unseen()).hasSize(3);
    assertThat(operation.act().get("ctl").text()).contains("NB_UNSEEN='Chassis old-1");
  }

  @Test
  void chassisThatMayLiveIsNotDeleted() throws Exception {
    refuses("no-such", CLUSTER, "there is no chassis no-such");
    String net = CLUSTER.node("net").orElseThrow().systemId().orElseThrow();
    refuses(net, CLUSTER, "belongs to node net of the inventory: stop ovn-controller there");
    refuses(
        OLD,
        with(each -> each.toBuilder().nbCfg(7).build()),
        "it is not certain that nobody is behind chassis old-1 (gone.example): it has applied"
            + " configuration 7, and the Northbound asks for 7");
    refuses(
        OLD,
        CLUSTER.toBuilder().collectedAt("2026-11-30T06:00:20Z").build(),
        "it is not certain that nobody is behind");
    refuses(
        OLD,
        with(
            each -> each.toBuilder().otherConfig(Optional.of(Map.of("is-remote", "true"))).build()),
        "of another availability zone");
    refuses(
        OLD,
        CLUSTER.withBindings(
            CLUSTER.bindings().stream()
                .map(each -> each.toBuilder().chassis(Optional.of(OLD)).build())
                .toList()),
        "ports, which the undo could not give back to it");
    refuses(
        OLD,
        CLUSTER.withDatabases(
            CLUSTER.northbound(), CLUSTER.southbound().map(each -> each.unreadable("no socket"))),
        "the Southbound was not read");
  }

  private static Cluster with(UnaryOperator<Chassis> change) {
    return CLUSTER.withChassis(
        CLUSTER.chassis().stream()
            .map(each -> each.name().equals(OLD) ? change.apply(each) : each)
            .toList());
  }

  private static void refuses(String chassis, Cluster cluster, String why) throws Exception {
    Action action = action(chassis);
    assertThatThrownBy(() -> action.operation(cluster)).hasMessageContaining(why);
    assertThat(action.effect(cluster)).isEqualTo(cluster);
  }
}
