package io.safeops.action.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.collect.FakeOvsdb;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.RouterPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A change of one row in a database: it is made, checked and undone. */
class RowChangeTest {

  private static final String TABLE = "Gateway_Chassis";

  private final FakeOvsdb northbound = new FakeOvsdb("OVN_Northbound");
  private String found = "";
  private GatewayChassis net = GatewayChassis.of("lrp", "net", 10);

  /** Router port lrp with the gateway chassis net. */
  @BeforeEach
  void layOut() {
    String uuid = northbound.add(TABLE, "{'name':'lrp-net','chassis_name':'net','priority':10}");
    northbound.add(
        "Logical_Router_Port", "{'name':'lrp','gateway_chassis':['uuid','%s']}".formatted(uuid));
    northbound.add("NB_Global", "{'options':['map',[['a','1']]]}");
    net = new GatewayChassis("lrp-net", uuid, "lrp", "net", 10, Map.of(), Map.of());
  }

  private boolean done(List<ObjectNode> operations) {
    return done(operations, "r1");
  }

  private boolean done(List<ObjectNode> operations, String run) {
    String text =
        Ovsdb.transaction(operations)
            .replace("\\u0001run\\u0001", run)
            .replace("\\u0001row\\u0001", found);
    String answer = northbound.transact(text);
    int uuid = answer.indexOf("[\"uuid\",\"");
    found = uuid < 0 ? found : answer.substring(uuid + 9, uuid + 9 + 36);
    return !answer.contains("\"error\"");
  }

  /** Undoes the change as {@code row_undo} does, if the row is still this run's. */
  private boolean undone(RowChange<?> change, String run) {
    RowUndo undo = change.undo();
    assertThat(done(undo.query().subList(1, 2), run)).isTrue();
    return done(undo.ours(), run) && done(undo.fromOurs(), run);
  }

  private String held() {
    return northbound.get("Logical_Router_Port", "lrp", "gateway_chassis");
  }

  @Test
  void aRowIsMadeWithItsReferenceAndTheMark() {
    RowChange<GatewayChassis> made =
        RowChange.insert(NorthboundTables.GATEWAY_CHASSIS, GatewayChassis.of("lrp", "cmp", 5));
    assertThat(made.text())
        .isEqualTo("insert Gateway_Chassis lrp-cmp: name lrp-cmp, chassis_name cmp, priority 5");
    String before = held();
    assertThat(done(made.operations("x"))).isTrue();
    assertThat(northbound.get(TABLE, "lrp-cmp", "external_ids")).contains("safeops-run", "r1");
    assertThat(held()).hasSizeGreaterThan(before.length());
    assertThat(done(List.of(made.waitForWritten()))).isTrue();
    assertThat(done(made.operations("x"))).as("it is there already").isFalse();
    assertThat(made.undo().restored()).isEmpty();
    assertThat(undone(made, "r1")).isTrue();
    assertThat(held()).isEqualTo("[\"set\",[" + before + "]]");
  }

  @Test
  void aDeletedRowIsMadeAgainInWhole() {
    northbound.set(TABLE, "lrp-net", "{'options':['map',[['o','1']]]}");
    GatewayChassis was =
        new GatewayChassis("lrp-net", net.uuid(), "lrp", "net", 10, Map.of("o", "1"), Map.of());
    RowChange<GatewayChassis> deleted = RowChange.delete(NorthboundTables.GATEWAY_CHASSIS, was);
    assertThat(deleted.text()).isEqualTo("delete Gateway_Chassis lrp-net");
    assertThat(done(RowChange.delete(NorthboundTables.GATEWAY_CHASSIS, net).operations("x")))
        .as("it is not what was read")
        .isFalse();
    assertThat(done(deleted.operations("x"))).isTrue();
    assertThat(held()).isEqualTo("[\"set\",[]]");
    northbound.remove(TABLE, "lrp-net");
    assertThat(done(List.of(deleted.waitForWritten()))).isTrue();
    assertThat(done(deleted.undo().restored())).isFalse();
    assertThat(done(deleted.undo().fromAbsent())).isTrue();
    assertThat(done(deleted.undo().restored())).isTrue();
    assertThat(northbound.get(TABLE, "lrp-net", "options")).contains("\"o\",\"1\"");
    assertThat(northbound.get(TABLE, "lrp-net", "external_ids")).isEqualTo("[\"map\",[]]");
    assertThat(held()).contains("uuid");
  }

  /**
   * ovn-northd keeps the address that it finds there, and gives another one where there is none. It
   * is looked for afterwards, too: a row without it would be taken for somebody else's.
   */
  @Test
  void aDeletedPortGetsItsDynamicAddressBack() {
    String uuid =
        northbound.add(
            Ovsdb.PORTS,
            "{'name':'vm','addresses':'dynamic','dynamic_addresses':'02:00:00:00:00:01 192.0.2.7'}");
    northbound.add("Logical_Switch", "{'name':'s','ports':['uuid','%s']}".formatted(uuid));
    LogicalPort port =
        LogicalPort.builder("vm", "s")
            .uuid(uuid)
            .addresses(List.of("dynamic"))
            .rest(Map.of("dynamic_addresses", "\"02:00:00:00:00:01 192.0.2.7\""))
            .build();
    RowChange<LogicalPort> deleted = RowChange.delete(NorthboundTables.LOGICAL_SWITCH_PORT, port);
    assertThat(done(deleted.operations("x"))).isTrue();
    northbound.remove(Ovsdb.PORTS, "vm");
    assertThat(done(deleted.undo().fromAbsent())).isTrue();
    assertThat(northbound.get(Ovsdb.PORTS, "vm", "dynamic_addresses")).contains("192.0.2.7");
    assertThat(done(deleted.undo().restored())).isTrue();
  }

  @Test
  void anUpdateWritesItsColumnsOnly() {
    RowChange<GatewayChassis> update =
        RowChange.update(NorthboundTables.GATEWAY_CHASSIS, net, net.withPriority(20));
    assertThat(update.text()).isEqualTo("update Gateway_Chassis lrp-net: priority 10 -> 20");
    assertThat(Ovsdb.transaction(update.operations("x"))).contains("\"row\":{\"priority\":20}");
    assertThat(done(update.operations("x"))).isTrue();
    northbound.set(TABLE, "lrp-net", "{'options':['map',[['theirs','1']]]}");
    assertThat(northbound.get(TABLE, "lrp-net", "priority")).isEqualTo("20");
    assertThat(done(List.of(update.waitForWritten()))).isTrue();
    assertThat(done(update.operations("x"))).as("it is not 10 any more").isFalse();
    assertThat(undone(update, "r1")).isTrue();
    assertThat(done(update.undo().restored())).isTrue();
    assertThat(northbound.get(TABLE, "lrp-net", "priority")).isEqualTo("10");
    assertThat(northbound.get(TABLE, "lrp-net", "options")).contains("theirs");
  }

  @Test
  void whatSomebodyElseWroteOverItStays() {
    RowChange<GatewayChassis> update =
        RowChange.update(NorthboundTables.GATEWAY_CHASSIS, net, net.withPriority(20));
    assertThat(done(update.operations("x"))).isTrue();
    northbound.set(TABLE, "lrp-net", "{'priority':30}");
    assertThat(undone(update, "r1")).isFalse();
    assertThat(northbound.get(TABLE, "lrp-net", "priority")).isEqualTo("30");
    northbound.set(TABLE, "lrp-net", "{'priority':20}");
    assertThat(undone(update, "other")).as("the mark is another run's").isFalse();
  }

  /** The facts do not have the column with the mark; it is left there all the same. */
  @Test
  void onePairOfTheNorthboundsOptions() {
    DatabaseStatus was = status(Map.of("a", "1"));
    RowChange<DatabaseStatus> change =
        RowChange.update(NorthboundTables.NB_GLOBAL, was, status(Map.of("a", "2", "b", "3")));
    assertThat(change.text())
        .isEqualTo("update NB_Global .: options:a 1 -> 2, options:b none -> 3");
    assertThat(done(change.operations("x"))).isTrue();
    northbound.transact(
        "[\"OVN_Northbound\",{\"op\":\"mutate\",\"table\":\"NB_Global\",\"where\":[],"
            + "\"mutations\":[[\"options\",\"insert\",[\"map\",[[\"theirs\",\"9\"]]]]]}]");
    assertThat(undone(change, "r1")).isTrue();
    assertThat(northbound.get("NB_Global", "", "options"))
        .isEqualTo("[\"map\",[[\"theirs\",\"9\"],[\"a\",\"1\"]]]");
    assertThat(undone(change, "r1")).as("it is not what was written").isFalse();
  }

  /**
   * OVSDB does not overwrite a pair by an insert: the transaction checks that, and fails as a
   * whole.
   */
  @Test
  void aPairSetInTheMeantimeIsNotOverwritten() {
    RowChange<DatabaseStatus> change =
        RowChange.update(NorthboundTables.NB_GLOBAL, status(Map.of()), status(Map.of("a", "2")));
    assertThat(done(change.operations("x"))).isFalse();
    assertThat(northbound.get("NB_Global", "", "options")).contains("[\"a\",\"1\"]");
  }

  /** A run that was refused has left no mark: what it would have written is somebody else's. */
  @Test
  void aPairThatSomebodyElseWroteIsNotThisRunsThoughItIsTheSame() {
    RowChange<DatabaseStatus> change =
        RowChange.update(
            NorthboundTables.NB_GLOBAL, status(Map.of("a", "1")), status(Map.of("a", "2")));
    northbound.set("NB_Global", "", "{'options':['map',[['a','2']]]}");
    assertThat(done(change.operations("x"))).isFalse();
    assertThat(undone(change, "r1")).isFalse();
    assertThat(northbound.get("NB_Global", "", "options")).contains("[\"a\",\"2\"]");
  }

  @Test
  void aPairThatSomebodyElseWroteOverANewOneIsNotCalledRestored() {
    DatabaseStatus was = status(Map.of("a", "1"));
    RowChange<DatabaseStatus> change =
        RowChange.update(NorthboundTables.NB_GLOBAL, was, status(Map.of("a", "1", "b", "2")));
    assertThat(done(change.undo().restored())).isTrue();
    assertThat(done(change.operations("x"))).isTrue();
    assertThat(done(change.undo().restored())).isFalse();
    northbound.set("NB_Global", "", "{'options':['map',[['a','1'],['b','3']]]}");
    assertThat(done(change.undo().restored())).isFalse();
    assertThat(undone(change, "r1")).isFalse();
    assertThat(northbound.get("NB_Global", "", "options")).contains("[\"b\",\"3\"]");
  }

  /** The mark of a later step of the run is that of an earlier one, too. */
  @Test
  void twoOptionsOfOneRunAreBothTakenBack() {
    DatabaseStatus was = status(Map.of("a", "1"));
    RowChange<DatabaseStatus> one =
        RowChange.update(NorthboundTables.NB_GLOBAL, was, status(Map.of("a", "2")));
    RowChange<DatabaseStatus> two =
        RowChange.update(
            NorthboundTables.NB_GLOBAL,
            status(Map.of("a", "2")),
            status(Map.of("a", "2", "b", "3")));
    northbound.set("NB_Global", "", "{'external_ids':['map',[['safeops-run','r0'],['x','y']]]}");
    assertThat(done(one.operations("x"))).isTrue();
    assertThat(done(two.operations("x"))).isTrue();
    assertThat(northbound.get("NB_Global", "", "external_ids"))
        .contains("[\"safeops-run\",\"r1\"]", "[\"x\",\"y\"]")
        .doesNotContain("r0");
    assertThat(undone(two, "r1")).isTrue();
    assertThat(done(two.undo().restored())).isTrue();
    assertThat(undone(one, "r1")).isTrue();
    assertThat(done(one.undo().restored())).isTrue();
    assertThat(northbound.get("NB_Global", "", "options")).isEqualTo("[\"map\",[[\"a\",\"1\"]]]");
  }

  private static DatabaseStatus status(Map<String, String> options) {
    return DatabaseStatus.builder("OVN_Northbound", "ctl").leader(true).options(options).build();
  }

  /** Daemons write there too: the run leaves no mark, and touches only the named pairs. */
  @Test
  void rowsOfANodesOwnDatabase() {
    FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
    vswitch.add("Interface", "{'name':'tap1','external_ids':['map',[['a','1'],['b','2']]]}");
    RowChange<Map<String, String>> change =
        RowChange.update(
            VswitchTables.externalIds(new RowKey("net", "Interface", "tap1")),
            Map.of("a", "1"),
            Map.of("a", "9", "c", "3"));
    assertThat(vswitch.transact(change.selecting())).contains("[\"a\",\"1\"],[\"b\",\"2\"]");
    assertThat(vswitch.transact(change.writing())).doesNotContain("error");
    assertThat(vswitch.get("Interface", "tap1", "external_ids"))
        .contains("[\"a\",\"9\"]", "[\"b\",\"2\"]", "[\"c\",\"3\"]")
        .doesNotContain(Ovsdb.MARK);
    assertThat(vswitch.transact(change.writing())).as("a is not 1 any more").contains("error");
    assertThat(back(vswitch, change)).doesNotContain("error");
    assertThat(vswitch.get("Interface", "tap1", "external_ids"))
        .isEqualTo("[\"map\",[[\"b\",\"2\"],[\"a\",\"1\"]]]");
    assertThat(back(vswitch, change)).as("it is written back").contains("error");
  }

  @Test
  void theVersionsOfABridgeAreOneColumn() {
    FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
    vswitch.add("Bridge", "{'name':'br','protocols':['set',['OpenFlow15','OpenFlow13']]}");
    Bridge was = bridge("OpenFlow13", "OpenFlow15");
    RowChange<Bridge> change = RowChange.update(VswitchTables.BRIDGE, was, bridge());
    assertThat(change.text())
        .isEqualTo("update Bridge br: protocols [\"set\",[\"OpenFlow13\",\"OpenFlow15\"]] -> none");
    assertThat(vswitch.transact(change.writing())).doesNotContain("error");
    assertThat(vswitch.get("Bridge", "br", "protocols")).isEqualTo("[\"set\",[]]");
    assertThat(back(vswitch, change)).doesNotContain("error");
    vswitch.set("Bridge", "br", "{'protocols':'OpenFlow10'}");
    assertThat(vswitch.transact(change.writing())).contains("error");
    assertThat(back(vswitch, change)).contains("error");
  }

  /**
   * The undo finds the port by the run's mark. The port is added with its interface or not at all.
   */
  @Test
  void aPortOfABridgeIsInsertedWithItsInterface() {
    FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
    vswitch.add("Open_vSwitch", "{'next_cfg':4}");
    BridgePort port =
        BridgePort.builder("p0", "br")
            .tag(Optional.of(7L))
            .kind("internal")
            .interfaces(List.of("p0"))
            .build();
    RowChange<BridgePort> made =
        RowChange.insert(VswitchTables.ports("net", Cluster.builder().build()), port);
    assertThat(made.text()).isEqualTo("insert Port p0: name p0, tag [\"set\",[7]]");
    String adds = made.inserting().transaction().orElseThrow().replace("\\u0001run\\u0001", "r1");
    assertThat(made.inserting().otherwise())
        .isEqualTo(
            "Port p0 on net is there already\nInterface p0 on net is there already\n"
                + "bridge br is not there any more");
    assertThat(vswitch.transact(adds)).as("no bridge").startsWith("[{},{},{\"details\"");
    vswitch.add("Bridge", "{'name':'br'}");
    vswitch.add("Interface", "{'name':'p0'}");
    assertThat(vswitch.transact(adds)).as("an interface").startsWith("[{},{\"details\"");
    vswitch.remove("Interface", "p0");
    assertThat(vswitch.transact(adds)).endsWith("{\"rows\":[{\"next_cfg\":5}]}]");
    assertThat(vswitch.transact(adds)).as("a port").startsWith("[{\"details\"");
    assertThat(vswitch.get("Interface", "p0", "type")).isEqualTo("\"internal\"");
    assertThat(vswitch.get("Port", "p0", "interfaces")).contains("uuid");
    assertThat(vswitch.get("Port", "p0", "external_ids")).contains("[\"safeops-run\",\"r1\"]");
    String row =
        vswitch
            .transact(Ovsdb.transaction("Open_vSwitch", made.undo().query().subList(0, 1)))
            .replaceAll(".*\"uuid\",\"|\".*", "");
    String away = Ovsdb.transaction("Open_vSwitch", made.undo().fromOurs());
    String found = away.replace("\\u0001row\\u0001", row);
    assertThat(vswitch.transact(found.replace("\\u0001run\\u0001", "other"))).contains("error");
    assertThat(vswitch.transact(found.replace("\\u0001run\\u0001", "r1")))
        .endsWith("{\"rows\":[{\"next_cfg\":6}]}]");
    assertThat(vswitch.get("Bridge", "br", "ports")).isEqualTo("[\"set\",[]]");
  }

  /** Writes the row back as {@code row_undo} does; returns the answer of the database. */
  private static String back(FakeOvsdb database, RowChange<?> change) {
    RowUndo undo = change.undo();
    String query = Ovsdb.transaction("Open_vSwitch", undo.query().subList(0, 1));
    String row = database.transact(query).replaceAll(".*\"uuid\",\"|\".*", "");
    return database.transact(
        Ovsdb.transaction("Open_vSwitch", undo.fromOurs()).replace("\\u0001row\\u0001", row));
  }

  private static boolean isRestored(FakeOvsdb database, RowChange<?> change) {
    return !database
        .transact(Ovsdb.transaction("Open_vSwitch", change.undo().restored()))
        .contains("error");
  }

  /**
   * No mark shows who set a key. If it has another value than this run wrote, somebody else set it.
   */
  @Test
  void aKeyThatSomebodyElseSetOnANodeIsNotTouched() {
    FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
    vswitch.add("Interface", "{'name':'tap1','external_ids':['map',[['a','1']]]}");
    RowTable<Map<String, String>> table =
        VswitchTables.externalIds(new RowKey("net", "Interface", "tap1"));
    RowChange<Map<String, String>> added = RowChange.update(table, Map.of(), Map.of("b", "2"));
    RowChange<Map<String, String>> gone = RowChange.update(table, Map.of("a", "1"), Map.of());
    assertThat(isRestored(vswitch, added)).isTrue();
    assertThat(vswitch.transact(added.writing())).doesNotContain("error");
    assertThat(vswitch.transact(gone.writing())).doesNotContain("error");
    assertThat(isRestored(vswitch, added)).isFalse();
    assertThat(isRestored(vswitch, gone)).isFalse();
    vswitch.set("Interface", "tap1", "{'external_ids':['map',[['a','8'],['b','9']]]}");
    for (RowChange<?> change : List.of(added, gone)) {
      assertThat(isRestored(vswitch, change)).isFalse();
      assertThat(back(vswitch, change)).contains("error");
    }
    vswitch.set("Interface", "tap1", "{'external_ids':['map',[['b','2']]]}");
    assertThat(back(vswitch, added)).doesNotContain("error");
    assertThat(back(vswitch, gone)).doesNotContain("error");
    assertThat(isRestored(vswitch, added)).isTrue();
    assertThat(isRestored(vswitch, gone)).isTrue();
    assertThat(vswitch.get("Interface", "tap1", "external_ids"))
        .isEqualTo("[\"map\",[[\"a\",\"1\"]]]");
  }

  private static Bridge bridge(String... protocols) {
    return Bridge.builder("br", "net").datapathType("system").protocols(List.of(protocols)).build();
  }

  @Test
  void aRowThatTheFactsHaveInPartIsNotInserted() {
    RouterPort port = RouterPort.builder("lrp", "r").build();
    assertThatThrownBy(() -> RowChange.insert(NorthboundTables.LOGICAL_ROUTER_PORT, port))
        .hasMessage("rows of Logical_Router_Port are only updated");
    assertThatThrownBy(
            () ->
                new RowChange<>(
                    NorthboundTables.GATEWAY_CHASSIS, Optional.empty(), Optional.empty(), false))
        .hasMessage("a change of nothing");
  }
}
