package io.safeops.action.northbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Router edge with its port lrp on the switch public, whose provider network all chassis map. */
public class GatewayChassisSetTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final Cluster RECORDED = RecordedNodes.cluster();
  private static final String NET = chassisOf("net");
  private static final String CMP = chassisOf("cmp");
  public static final Cluster CLUSTER = with(Map.of(), gateway(NET, 10));

  private static String chassisOf(String node) {
    return RECORDED.chassis().stream()
        .filter(each -> each.node().equals(Optional.of(node)))
        .map(Chassis::name)
        .findFirst()
        .orElseThrow();
  }

  private static GatewayChassis gateway(String chassis, long priority) {
    return GatewayChassis.of("lrp", chassis, priority);
  }

  private static RouterPort port(GatewayChassis... gateways) {
    return RouterPort.builder("lrp", "edge")
        .uuid("00000000-0000-4000-8000-0000000000aa")
        .networks(List.of("192.0.2.50/24"))
        .gatewayChassis(Arrays.asList(gateways))
        .build();
  }

  private static Cluster with(Map<String, String> externalIds, GatewayChassis... gateways) {
    return with(new LogicalRouter("edge", "", Map.of(), externalIds, List.of(port(gateways))));
  }

  private static Cluster with(LogicalRouter router) {
    LogicalPort localnet = RECORDED.getLocalnets().get(0);
    LogicalPort peer =
        LogicalPort.localnet("to-edge", SWITCH, "", Optional.empty())
            .withType("router")
            .withOptions(Map.of("router-port", "lrp"));
    return RECORDED
        .withSwitch(localnet.switchName(), each -> each.withPort(peer))
        .withRouters(Optional.of(List.of(router)), Optional.of(List.of()));
  }

  private static Action action(String chassis) throws Exception {
    return ActionsTest.bind("ovn.lrp.set-gateway-chassis: {port: lrp, chassis: " + chassis + "}");
  }

  private static Optional<String> boundTo(Cluster cluster) {
    return cluster.bindings().stream()
        .filter(each -> each.logicalPort().equals("cr-lrp"))
        .findFirst()
        .flatMap(PortBinding::chassis);
  }

  /** The same facts when one row of the routers was odd. */
  private static Cluster unread() {
    DatabaseStatus status =
        CLUSTER.northbound().orElseThrow().toBuilder()
            .unread(Optional.of(Map.of(DatabaseStatus.ROUTERS, "row P1 is odd")))
            .build();
    return CLUSTER
        .withRouters(Optional.empty(), Optional.of(List.of()))
        .withDatabases(Optional.of(status), CLUSTER.southbound());
  }

  @Test
  void withoutTheRoutersNothingIsDone() throws Exception {
    Action action = action("[cmp]");
    assertThatThrownBy(() -> action.operation(unread()))
        .isInstanceOf(ActionException.class)
        .hasMessage("the routers of the Northbound were not read: row P1 is odd");
    assertThat(action.effect(unread())).isEqualTo(unread());
  }

  /** Afterwards, a row that was not read is neither as it was nor gone. */
  @Test
  void aRowThatCannotBeReadAfterwardsIsNotAsItWas() {
    Footprint port = Footprint.of(new RowItem(RowKey.northbound("Logical_Router_Port", "lrp")));
    assertThat(port.diff(CLUSTER, unread()))
        .anyMatch(
            line ->
                line.startsWith("Logical_Router_Port lrp of the Northbound: was")
                    && line.endsWith("is not read"));
  }

  @Test
  void theFirstOfAListIsTheFirstChoice() throws Exception {
    Action action = action("[cmp, net]");
    Cluster after = action.effect(CLUSTER);
    assertThat(after.getRouterPorts().get(0).gatewayChassis())
        .extracting(GatewayChassis::chassisName, GatewayChassis::priority)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(CMP, 20L),
            org.assertj.core.groups.Tuple.tuple(NET, 10L));
    assertThat(boundTo(after)).contains(CMP);
    assertThat(action.describe())
        .contains("ovn-nbctl lrp-set-gateway-chassis lrp cmp 20", "lrp net 10");
  }

  @Test
  void operationIsOneTransactionOnTheCentralNode() throws Exception {
    Action action = action("[{name: " + CMP + ", priority: 7}]");
    OnNodes operation = (OnNodes) action.operation(CLUSTER);
    assertThat(operation.voters()).containsExactly("ctl");
    assertThat(operation.softNodes()).isEmpty();
    assertThat(operation.footprint().rows())
        .containsExactlyInAnyOrder(
            RowKey.northbound("Gateway_Chassis", "lrp-" + NET),
            RowKey.northbound("Gateway_Chassis", "lrp-" + CMP),
            RowKey.northbound("Logical_Router_Port", "lrp"));
    assertThat(operation.footprint().items()).contains(new PortItem("cr-lrp"));
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .containsExactly(
            "the Northbound has it as written: Gateway_Chassis lrp-"
                + CMP
                + ", Gateway_Chassis lrp-"
                + NET,
            "port cr-lrp is bound on cmp");
    assertThat(operation.footprint().diff(CLUSTER, action.effect(CLUSTER)))
        .anyMatch(line -> line.startsWith("binding of cr-lrp: new, on cmp"))
        .anyMatch(line -> line.startsWith("router port lrp of router edge: was gateway chassis"));
  }

  /** The undo goes backwards, row by row: if it stops half-way, the port still has a gateway. */
  @Test
  void theUndoMakesTheOldGatewayBeforeItTakesTheNewOne() throws Exception {
    String undo = ((OnNodes) action("[cmp]").operation(CLUSTER)).undo().get("ctl").text();
    assertThat(undo.indexOf("lrp-" + NET)).isPositive().isLessThan(undo.indexOf("lrp-" + CMP));
  }

  /** The mark that an earlier run left on a row says who wrote it, and is no content. */
  @Test
  void theMarkOfAnEarlierRunIsNotCompared() throws Exception {
    Cluster marked =
        with(
            Map.of(),
            gateway(NET, 10).toBuilder().externalIds(Map.of("safeops-run", "r0")).build());
    Footprint row = Footprint.of(new RowItem(RowKey.northbound("Gateway_Chassis", "lrp-" + NET)));
    assertThat(row.diff(CLUSTER, marked)).isEmpty();
    Cluster theirs =
        with(Map.of(), gateway(NET, 10).toBuilder().externalIds(Map.of("owner", "x")).build());
    assertThat(row.diff(CLUSTER, theirs)).hasSize(1);
  }

  @Test
  void onlyAPriorityThatChangesIsWritten() throws Exception {
    OnNodes operation = (OnNodes) action("[{name: net, priority: 30}]").operation(CLUSTER);
    assertThat(operation.footprint().rows()).hasSize(2);
    assertThat(((OnNodes) operation).act().get("ctl").text()).contains("\"row\":{\"priority\":30}");
    assertThat(operation.losses().unseen()).isEmpty();
    assertThatThrownBy(() -> action("[{name: net, priority: 10}]").operation(CLUSTER))
        .hasMessage(
            "this changes nothing: router port lrp already has exactly these gateway chassis");
  }

  /** Columns that the facts do not have are checked before the row is deleted. */
  @Test
  void aRowThatIsDeletedMustHaveBeenReadInWhole() throws Exception {
    assertThat(action("[cmp]").operation(CLUSTER).losses().unseen())
        .containsExactly("Gateway_Chassis lrp-" + NET + " of the Northbound: it was not read");
  }

  /** A chassis whose ovn-controller is not connected is skipped. */
  @Test
  void theFirstChoiceThatIsAliveHasTheGateway() throws Exception {
    Cluster cut = disconnected(CLUSTER, "cmp");
    assertThat(boundTo(action("[cmp, net]").effect(cut))).contains(NET);
    assertThatThrownBy(() -> action("[cmp]").operation(cut))
        .hasMessageStartingWith("none of these chassis has a connected ovn-controller");
  }

  private static Cluster disconnected(Cluster cluster, String node) {
    return cluster.withNode(
        node,
        each ->
            each.withComponents(
                each.components().stream()
                    .map(
                        one ->
                            one.name().equals("controller")
                                ? one.withConnection("not connected")
                                : one)
                    .toList()));
  }

  @Test
  void neutronsOwnRoutersAreLeftToNeutron() {
    for (Cluster owned :
        List.of(
            with(Map.of("neutron:router_name", "edge1"), gateway(NET, 10)),
            named("neutron-22222222-2222-4222-8222-222222222222"))) {
      assertThatThrownBy(() -> action("[cmp]").operation(owned))
          .isInstanceOf(ActionException.class)
          .hasMessageStartingWith("Neutron owns router ")
          .hasMessageContaining("schedules its gateway");
    }
  }

  private static Cluster named(String name) {
    RouterPort port = RouterPort.builder("lrp", name).build();
    return with(new LogicalRouter(name, "", Map.of(), Map.of(), List.of(port)));
  }

  @Test
  void whatOvnWouldIgnoreIsRefused() {
    RouterPort grouped = RouterPort.builder("lrp", "edge").chassisGroup(Optional.of("g")).build();
    Cluster group = with(new LogicalRouter("edge", "", Map.of(), Map.of(), List.of(grouped)));
    assertThatThrownBy(() -> action("[cmp]").operation(group))
        .hasMessage("router port lrp has the HA chassis group g: OVN then ignores gateway chassis");
    Cluster central =
        with(new LogicalRouter("edge", "", Map.of("chassis", NET), Map.of(), List.of(port())));
    assertThatThrownBy(() -> action("[cmp]").operation(central))
        .hasMessageContaining("is a gateway router");
  }

  @Test
  void aChassisThatCannotBeTheGateway() {
    assertThatThrownBy(() -> action("[gone]").operation(CLUSTER))
        .hasMessageStartingWith("there is no chassis gone in the Southbound; there are: ");
    assertThatThrownBy(() -> action("[cmp, " + CMP + "]").operation(CLUSTER))
        .hasMessage("chassis " + CMP + " is named twice");
    UnaryOperator<Chassis> unmapped =
        each -> each.name().equals(CMP) ? each.withMappings(Map.of()) : each;
    Cluster other = CLUSTER.withChassis(CLUSTER.chassis().stream().map(unmapped).toList());
    assertThatThrownBy(() -> action("[cmp]").operation(other))
        .hasMessageContaining("maps no bridge to physnet2");
  }

  @Test
  void whatWasNotReadIsNotChanged() {
    assertThatThrownBy(() -> action("[cmp]").operation(RECORDED))
        .hasMessage("the routers of the Northbound were not read");
    assertThatThrownBy(
            () ->
                ActionsTest.bind("ovn.lrp.set-gateway-chassis: {port: nope, chassis: [cmp]}")
                    .operation(CLUSTER))
        .hasMessage("there is no router port nope; there are: lrp");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|name at least one",
        "cmp|expected a list",
        "[cmp, {name: net, priority: 1}]|give a priority to each of them",
        "[{name: net}]|`priority` is missing",
        "[{name: net, priority: 40000}]|between 0 and 32767",
        "['a;b']|a;b"
      })
  void wrongLists(String chassis, String message) {
    assertThatThrownBy(() -> action(chassis)).hasMessageContaining(message);
  }
}
