package io.safeops.action.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.FakeOvsdb;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.collect.RowReader;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A row is deleted only if its undo can write all of it back: this is checked when the plan is
 * judged, and again by the transaction that deletes the row.
 */
class DeletedRowsTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final FakeOvsdb vswitch = new FakeOvsdb("Open_vSwitch");
  private final FakeOvsdb northbound = new FakeOvsdb("OVN_Northbound");
  private final Action unplug =
      CommandReader.read(
          List.of("ovs-vsctl", "del-port", "br-ex", "enp6s18"), Optional.empty(), List.of("net"));
  private String port = "";

  @BeforeEach
  void fill() {
    plug("{'name':'enp6s18'}", "{'name':'enp6s18','ofport':1}");
    vswitch.add("Open_vSwitch", "{}");
    Cluster cluster = RecordedNodes.cluster();
    String ports = "";
    for (LogicalPort each : cluster.switchNamed(SWITCH).orElseThrow().ports()) {
      String row =
          NorthboundTables.LOGICAL_SWITCH_PORT.columns(each).put("up", each.up()).toString();
      northbound.add(
          Ovsdb.PORTS, "{'_uuid':['uuid','%s'],%s".formatted(each.uuid(), row.substring(1)));
      ports += (ports.isEmpty() ? "" : ",") + "['uuid','" + each.uuid() + "']";
    }
    northbound.add(
        "Logical_Switch",
        "{'_uuid':['uuid','%s'],'name':'%s','ports':['set',[%s]]}"
            .formatted(cluster.switchNamed(SWITCH).orElseThrow().uuid(), SWITCH, ports));
  }

  /** As {@code add-port} does it. */
  private void plug(String portRow, String interfaceRow) {
    String under = vswitch.add("Interface", interfaceRow);
    port =
        vswitch.add(
            "Port", "{'interfaces':['uuid','%s'],%s".formatted(under, portRow.substring(1)));
    vswitch.add("Bridge", "{'name':'br-ex','ports':['uuid','%s']}".formatted(port));
  }

  private void unplugged() {
    vswitch.remove("Port", "enp6s18");
    vswitch.remove("Interface", "enp6s18");
    vswitch.remove("Bridge", "br-ex");
  }

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  /** The cluster with the rows that the action touches, as they are now. */
  private Cluster seen(Action action) throws Exception {
    Cluster facts = RecordedNodes.cluster();
    return new RowReader(
            executor, node -> node.equals("ctl") ? northbound : vswitch, Duration.ofSeconds(1))
        .read(action.operation(facts).footprint().rows(), facts);
  }

  private List<String> lost(Action action) throws Exception {
    return action.operation(seen(action)).losses().lost();
  }

  /** The database's answer to the one transaction of the change. */
  private static String answer(OnNodes operation, FakeOvsdb database, String name) {
    return answer(operation.act(), database, name);
  }

  /**
   * The database's answer to the last transaction of a script that needs no UUID of a found row.
   */
  private static String answer(Map<String, Script> scripts, FakeOvsdb database, String name) {
    Matcher transaction =
        Pattern.compile("(?m)^.*'(\\[\"" + name + "\".*\\])'")
            .matcher(scripts.values().iterator().next().text());
    String last =
        transaction
            .results()
            .map(found -> found.group(1))
            .filter(text -> !text.contains("$FOUND_ROW"))
            .reduce((first, next) -> next)
            .orElseThrow();
    return database.transact(last.replaceAll("'\"\\$SAFEOPS_RUN\"'", "run"));
  }

  @Test
  void aPortOfWhichTheUndoKnowsAllIsRemoved() throws Exception {
    OnNodes operation = (OnNodes) unplug.operation(seen(unplug));
    assertThat(operation.losses()).isEqualTo(RowLosses.NONE);
    assertThat(answer(operation, vswitch, "Open_vSwitch"))
        .endsWith("{\"rows\":[{\"next_cfg\":1}]}]");
    assertThat(vswitch.get("Bridge", "br-ex", "ports")).isEqualTo("[\"set\",[]]");
  }

  @Test
  void columnsThatTheUndoDoesNotWriteAreNamed() throws Exception {
    vswitch.set("Port", "enp6s18", "{'trunks':['set',[10,20]],'vlan_mode':'trunk'}");
    vswitch.set("Interface", "enp6s18", "{'mtu_request':9000}");
    assertThat(lost(unplug))
        .containsExactly(
            "Port enp6s18 on net: trunks [10,20], vlan_mode [\"trunk\"]",
            "Interface enp6s18 on net: mtu_request [9000]");
  }

  /** Seen in the lab: ovn-controller makes such a row for every port that leads out of a node. */
  @Test
  void aQosMadeByOvnControllerIsNotConfiguration() throws Exception {
    for (String made :
        List.of(
            "{'type':'linux-noop'}",
            "{'type':'linux-htb','external_ids':['map',[['ovn_qos','true']]]}")) {
      String bridge = vswitch.get("Bridge", "br-ex", "ports").replace('"', '\'');
      vswitch.set("Port", "enp6s18", "{'qos':['uuid','%s']}".formatted(vswitch.add("QoS", made)));
      OnNodes operation = (OnNodes) unplug.operation(seen(unplug));
      assertThat(operation.losses()).isEqualTo(RowLosses.NONE);
      assertThat(answer(operation, vswitch, "Open_vSwitch")).doesNotContain("error");
      vswitch.set("Bridge", "br-ex", "{'ports':" + bridge + "}");
    }
    String own = vswitch.add("QoS", "{'type':'linux-htb'}");
    vswitch.set("Port", "enp6s18", "{'qos':['uuid','%s']}".formatted(own));
    assertThat(lost(unplug)).singleElement().asString().contains("qos [\"QoS type=\\\"linux-htb");
  }

  @Test
  void whatRefersToARowIsNamed() throws Exception {
    vswitch.add("Mirror", "{'name':'m0','output_port':['uuid','%s']}".formatted(port));
    assertThat(lost(unplug))
        .containsExactly("Port enp6s18 on net: what refers to it: Mirror m0 (output_port)");
  }

  /** A change after the review: the transaction that deletes the row sees it. */
  @Test
  void theStepChecksBeforeItActs() throws Exception {
    OnNodes operation = (OnNodes) unplug.operation(seen(unplug));
    List<Runnable> changes =
        List.of(
            () -> vswitch.set("Port", "enp6s18", "{'trunks':['set',[10]]}"),
            () -> vswitch.set("Port", "enp6s18", "{'external_ids':['map',[['a','b']]]}"),
            () -> vswitch.set("Interface", "enp6s18", "{'mtu_request':9000}"),
            () ->
                vswitch.add(
                    "Mirror", "{'name':'m0','select_src_port':['uuid','%s']}".formatted(port)));
    List<String> named =
        List.of(
            "trunks of Port",
            "external_ids of Port",
            "mtu_request of Interface",
            "another row refers to Port enp6s18 on net, in Mirror.select_src_port");
    for (int at = 0; at < changes.size(); at++) {
      changes.get(at).run();
      String answer = answer(operation, vswitch, "Open_vSwitch");
      assertThat(answer).contains("\"error\":\"timed out\"");
      assertThat(vswitch.get("Bridge", "br-ex", "ports")).contains(port);
      int passed = answer.substring(0, answer.indexOf("{\"")).split("\\{\\}", -1).length - 1;
      assertThat(checks(operation).get(passed)).contains(named.get(at));
      vswitch.set("Port", "enp6s18", "{'trunks':['set',[]],'external_ids':['map',[]]}");
      vswitch.set("Interface", "enp6s18", "{'mtu_request':['set',[]]}");
    }
  }

  private static List<String> checks(OnNodes operation) {
    Matcher words =
        Pattern.compile("(?s)remove br-ex enp6s18 '(.*?)' '")
            .matcher(operation.act().get("net").text());
    assertThat(words.find()).isTrue();
    return words.group(1).lines().toList();
  }

  /**
   * The facts hold the keys of both rows together; the rows themselves show which row has which.
   */
  @Test
  void eachRowGetsItsOwnExternalIdsBack() throws Exception {
    unplugged();
    plug(
        "{'name':'enp6s18','external_ids':['map',[['of','port'],['safeops-run','r0']]]}",
        "{'name':'enp6s18','external_ids':['map',[['of','interface'],['ovn-installed','true']]]}");
    OnNodes operation = (OnNodes) unplug.operation(seen(unplug));
    assertThat(operation.losses()).isEqualTo(RowLosses.NONE);
    assertThat(answer(operation, vswitch, "Open_vSwitch")).doesNotContain("error");
    vswitch.remove("Port", "enp6s18");
    vswitch.remove("Interface", "enp6s18");
    assertThat(answer(operation.undo(), vswitch, "Open_vSwitch"))
        .endsWith("{\"rows\":[{\"next_cfg\":2}]}]");
    assertThat(vswitch.get("Interface", "enp6s18", "external_ids"))
        .isEqualTo("[\"map\",[[\"of\",\"interface\"]]]");
    assertThat(vswitch.get("Port", "enp6s18", "external_ids"))
        .isEqualTo("[\"map\",[[\"of\",\"port\"],[\"safeops-run\",\"r0\"]]]");
    assertThat(vswitch.get("Bridge", "br-ex", "ports")).contains("uuid");
    assertThat(answer(operation.undo(), vswitch, "Open_vSwitch"))
        .as("it exists already")
        .contains("\"error\"");
  }

  @Test
  void aRowThatWasNotReadIsNotDeleted() throws Exception {
    OnNodes operation = (OnNodes) unplug.operation(RecordedNodes.cluster());
    assertThat(operation.losses().unseen())
        .containsExactly(
            "Port enp6s18 on net: it was not read", "Interface enp6s18 on net: it was not read");
    assertThat(operation.act().get("net").text()).contains("remove br-ex enp6s18 '' '' || exit");
  }

  @Test
  void aLogicalPortInASecurityGroup() throws Exception {
    Action delete =
        CommandReader.read(List.of("ovn-nbctl", "lsp-del", VM1), Optional.empty(), List.of());
    String uuid =
        RecordedNodes.cluster().getPorts().stream()
            .filter(each -> each.name().equals(VM1))
            .findFirst()
            .orElseThrow()
            .uuid();
    assertThat(lost(delete)).isEmpty();
    OnNodes judged = (OnNodes) delete.operation(seen(delete));
    northbound.add("Port_Group", "{'name':'pg_sec','ports':['uuid','%s']}".formatted(uuid));
    assertThat(lost(delete))
        .containsExactly(
            "Logical_Switch_Port "
                + VM1
                + " of the Northbound: what refers to it: Port_Group pg_sec (ports)");
    assertThat(answer(judged, northbound, "OVN_Northbound")).contains("\"error\":\"timed out\"");
    assertThat(judged.act().get("ctl").text()).contains("in Port_Group.ports");
    northbound.remove("Port_Group", "pg_sec");
    northbound.set(Ovsdb.PORTS, VM1, "{'parent_name':'other'}");
    assertThat(answer(judged, northbound, "OVN_Northbound")).contains("\"error\":\"timed out\"");
    northbound.set(Ovsdb.PORTS, VM1, "{'parent_name':['set',[]]}");
    assertThat(answer(judged, northbound, "OVN_Northbound")).doesNotContain("error");
    assertThat(northbound.get("Logical_Switch", SWITCH, "ports")).doesNotContain(uuid);
  }

  /**
   * A row that is made again at once has another UUID, so references to it are lost all the same.
   */
  @Test
  void aLocalnetThatIsMadeAgainAndThatSomethingRefersTo() throws Exception {
    Action recreate = ActionsTest.bind("ovn.localnet.recreate: {switch: " + SWITCH + "}");
    assertThat(lost(recreate)).isEmpty();
    String uuid = RecordedNodes.cluster().getLocalnets().get(0).uuid();
    northbound.add("Port_Group", "{'name':'pg','ports':['uuid','%s']}".formatted(uuid));
    assertThat(lost(recreate))
        .singleElement()
        .asString()
        .contains(PROVNET, "Port_Group pg (ports)");
  }

  @Test
  void anUndoIsComparedByContentAndByWhatRefers() throws Exception {
    vswitch.set("Interface", "enp6s18", "{'mtu_request':9000}");
    String mirror = "{'name':'m0','output_port':['uuid','%s']}";
    vswitch.add("Mirror", mirror.formatted(port));
    Footprint footprint = unplug.operation(RecordedNodes.cluster()).footprint();
    Cluster before = seen(unplug);
    unplugged();
    vswitch.remove("Mirror", "m0");
    assertThat(footprint.diff(before, seen(unplug)))
        .containsExactly("Interface enp6s18 on net: gone", "Port enp6s18 on net: gone");
    plug("{'name':'enp6s18','vlan_mode':'access'}", "{'name':'enp6s18','ofport':9}");
    assertThat(footprint.diff(before, seen(unplug)))
        .containsExactly(
            "mtu_request of Interface enp6s18 on net: was [9000], is not set",
            "vlan_mode of Port enp6s18 on net: was not set, is [\"access\"]",
            "reference to Port enp6s18 on net from Mirror m0 (output_port): gone");
    vswitch.set("Interface", "enp6s18", "{'mtu_request':9000}");
    vswitch.set("Port", "enp6s18", "{'vlan_mode':['set',[]]}");
    vswitch.add("Mirror", mirror.formatted(port));
    assertThat(footprint.diff(before, seen(unplug))).as("made again, with other UUIDs").isEmpty();
  }

  /** As Neutron does when it writes its DHCP options again. */
  @Test
  void referencesOfARowAreComparedByName() throws Exception {
    Action disable =
        CommandReader.read(
            List.of("ovn-nbctl", "lsp-set-enabled", VM1, "disabled"), Optional.empty(), List.of());
    Footprint footprint = disable.operation(RecordedNodes.cluster()).footprint();
    String first = northbound.add("DHCP_Options", "{'cidr':'192.0.2.0/24'}");
    Cluster before = referringTo(first, disable);
    Cluster after = referringTo(northbound.add("DHCP_Options", "{'cidr':'192.0.2.0/24'}"), disable);
    assertThat(footprint.diff(before, after)).isEmpty();
    Cluster other =
        referringTo(northbound.add("DHCP_Options", "{'cidr':'198.51.100.0/24'}"), disable);
    assertThat(footprint.diff(before, other))
        .singleElement()
        .asString()
        .startsWith("dhcpv4_options of Logical_Switch_Port " + VM1)
        .contains("192.0.2.0/24", "198.51.100.0/24");
  }

  private Cluster referringTo(String options, Action action) throws Exception {
    northbound.set(Ovsdb.PORTS, VM1, "{'dhcpv4_options':['uuid','" + options + "']}");
    return seen(action)
        .withSwitch(
            SWITCH,
            each ->
                each.withPort(
                    referring(
                        each.ports().stream().filter(p -> p.name().equals(VM1)).toList().get(0),
                        options)));
  }

  private static LogicalPort referring(LogicalPort port, String options) {
    Map<String, String> rest = new TreeMap<>(port.rest());
    rest.put("dhcpv4_options", "[\"uuid\",\"" + options + "\"]");
    return new LogicalPort(
        port.name(),
        port.uuid(),
        port.switchName(),
        port.type(),
        port.tag(),
        port.addresses(),
        port.portSecurity(),
        port.options(),
        port.externalIds(),
        port.enabled(),
        port.up(),
        rest);
  }

  @Test
  void whatWasNotReadIsNotCompared() throws Exception {
    Footprint footprint = unplug.operation(RecordedNodes.cluster()).footprint();
    assertThat(footprint.diff(RecordedNodes.cluster(), seen(unplug)))
        .contains(
            "Port enp6s18 on net: cannot be compared, it was not read before, it was not asked for");
  }
}
