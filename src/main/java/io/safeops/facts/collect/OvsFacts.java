package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A node's Open_vSwitch database: bridges, ports and the settings of ovn-controller.
 *
 * @param externalIds of the Open_vSwitch row
 * @param version of ovs-vswitchd; empty if it does not run
 */
record OvsFacts(List<Bridge> bridges, Map<String, String> externalIds, String version) {

  private static final List<String> FORWARDING =
      List.of(Bridge.NORMAL, Bridge.FLOWS, Bridge.NOTHING);

  /** The flags of an OpenFlow port (ovs-ofctl(8), dump-ports-desc), and what a port has for it. */
  private static final Map<String, String> FLAGS =
      Map.of(
          "NO_FWD", BridgePort.NO_FORWARD,
          "NO_RECV", BridgePort.NO_RECEIVE,
          "NO_FLOOD", BridgePort.NO_FLOOD);

  static final OvsFacts NONE = new OvsFacts(List.of(), Map.of(), "");

  /**
   * Reads the six selects of {@code facts.sh}: Open_vSwitch, Bridge, Port, Interface, Controller,
   * Mirror.
   */
  static OvsFacts of(String node, String answer) throws FactException {
    List<List<OvsdbRow>> tables = OvsdbRow.tables("Open_vSwitch", answer, 6);
    if (tables.get(0).isEmpty()) {
      throw new FactException("Open_vSwitch has no row");
    }
    OvsdbRow root = tables.get(0).get(0);
    Map<String, OvsdbRow> ports = byUuid(tables.get(2));
    Map<String, OvsdbRow> interfaces = byUuid(tables.get(3));
    Map<String, OvsdbRow> controllers = byUuid(tables.get(4));
    Set<String> outputs = new HashSet<>();
    for (OvsdbRow mirror : tables.get(5)) {
      outputs.addAll(mirror.set("output_port"));
    }
    List<Bridge> bridges = new ArrayList<>();
    for (OvsdbRow row : tables.get(1)) {
      bridges.add(bridge(node, row, ports, interfaces, controllers, outputs));
    }
    bridges.sort(Comparator.comparing(Bridge::name));
    return new OvsFacts(bridges, root.map("external_ids"), root.text("ovs_version"));
  }

  private static Bridge bridge(
      String node,
      OvsdbRow row,
      Map<String, OvsdbRow> ports,
      Map<String, OvsdbRow> interfaces,
      Map<String, OvsdbRow> controllers,
      Set<String> outputs)
      throws FactException {
    String name = row.text("name");
    List<BridgePort> found = new ArrayList<>();
    for (String uuid : row.set("ports")) {
      OvsdbRow port = ports.get(uuid);
      if (port != null) {
        found.add(
            port(name, port, interfaces)
                .withRestrictions(
                    outputs.contains(uuid) ? List.of(BridgePort.MIRROR_OUTPUT) : List.of()));
      }
    }
    found.sort(Comparator.comparing(BridgePort::name));
    List<String> targets = new ArrayList<>();
    for (String uuid : row.set("controller")) {
      OvsdbRow controller = controllers.get(uuid);
      if (controller != null) {
        targets.add(controller.text("target"));
      }
    }
    targets.sort(Comparator.naturalOrder());
    String datapath = row.text("datapath_type");
    return Bridge.builder(name, node)
        .datapathType(datapath.isEmpty() ? "system" : datapath)
        .failMode(row.text("fail_mode"))
        .protocols(row.set("protocols").stream().sorted().toList())
        .ports(found)
        .externalIds(row.map("external_ids"))
        .stp(row.isTrue("stp_enable", false) || row.isTrue("rstp_enable", false))
        .controllers(targets)
        .build();
  }

  private static BridgePort port(String bridge, OvsdbRow port, Map<String, OvsdbRow> interfaces)
      throws FactException {
    String name = port.text("name");
    List<OvsdbRow> members = new ArrayList<>();
    for (String uuid : port.set("interfaces")) {
      OvsdbRow member = interfaces.get(uuid);
      if (member != null) {
        members.add(member);
      }
    }
    List<String> names = new ArrayList<>();
    List<BridgeInterface> interfaceRows = new ArrayList<>();
    Map<String, String> externalIds = new HashMap<>();
    for (OvsdbRow member : members) {
      interfaceRows.add(bridgeInterface(member));
      names.add(member.text("name"));
      externalIds.putAll(member.map("external_ids"));
    }
    externalIds.putAll(port.map("external_ids"));
    if (members.isEmpty()) {
      throw new FactException("port " + name + " has no interface");
    }
    OvsdbRow first = members.get(0);
    String type = first.text("type");
    String kind = members.size() > 1 ? "bond" : type.isEmpty() ? "system" : type;
    Map<String, String> options = members.size() > 1 ? Map.of() : first.map("options");
    interfaceRows.sort(Comparator.comparing(BridgeInterface::name));
    names.sort(Comparator.naturalOrder());
    return BridgePort.builder(name, bridge)
        .tag(port.number("tag"))
        .kind(kind)
        .interfaces(names)
        .ofport(first.number("ofport").orElse(0L))
        .peer(
            kind.equals(BridgePort.PATCH)
                ? Optional.ofNullable(options.get("peer"))
                : Optional.empty())
        .externalIds(externalIds)
        .options(options)
        .error(first.first("error"))
        .trunks(numbers(port, "trunks"))
        .vlanMode(port.text("vlan_mode"))
        .bondMode(port.text("bond_mode"))
        .lacp(port.text("lacp"))
        .otherConfig(port.map("other_config"))
        .restrictions(port.isTrue("protected", false) ? List.of(BridgePort.PROTECTED) : List.of())
        .members(interfaceRows)
        .build();
  }

  private static BridgeInterface bridgeInterface(OvsdbRow row) throws FactException {
    String type = row.text("type");
    boolean bfd = row.map("bfd").getOrDefault("enable", "").equals("true");
    return BridgeInterface.builder(row.text("name"))
        .kind(type.isEmpty() ? BridgePort.SYSTEM : type)
        .ofport(row.number("ofport").orElse(0L))
        .linkState(row.text("link_state"))
        .adminState(row.text("admin_state"))
        .mtu(row.number("mtu"))
        .error(row.first("error"))
        .bfd(bfd ? row.map("bfd_status").getOrDefault("state", "") : "")
        .lacpCurrent(row.first("lacp_current").map("true"::equals))
        .options(row.map("options"))
        .externalIds(row.map("external_ids"))
        .build();
  }

  private static List<Long> numbers(OvsdbRow row, String column) throws FactException {
    List<Long> numbers = new ArrayList<>();
    for (String value : row.set(column)) {
      if (!value.matches("[0-9]{1,18}")) {
        throw new FactException("column " + column + " holds no whole number");
      }
      numbers.add(Long.parseLong(value));
    }
    numbers.sort(Comparator.naturalOrder());
    return numbers;
  }

  /**
   * With what the flows of bridges do, from lines of {@code BRIDGE normal|flows|none}, and with the
   * flags of OpenFlow ports, from lines of {@code BRIDGE PORT FLAG,FLAG}. A bridge without a line
   * of the first kind was not read.
   */
  OvsFacts withForwarding(String text) {
    Map<String, String> words = new HashMap<>();
    Map<String, List<String>> flags = new HashMap<>();
    for (String line : text.split("\n")) {
      String[] parts = line.trim().split(" ");
      if (parts.length == 2 && FORWARDING.contains(parts[1])) {
        words.put(parts[0], parts[1]);
      } else if (parts.length == 3) {
        flags.put(
            parts[0] + " " + parts[1],
            Stream.of(parts[2].split(",")).filter(FLAGS::containsKey).map(FLAGS::get).toList());
      }
    }
    return new OvsFacts(
        bridges.stream()
            .map(
                bridge ->
                    bridge.toBuilder()
                        .forwarding(words.getOrDefault(bridge.name(), ""))
                        .ports(
                            bridge.ports().stream()
                                .map(port -> flags.isEmpty() ? port : flagged(port, flags))
                                .toList())
                        .build())
            .toList(),
        externalIds,
        version);
  }

  /** With the flags of all its interfaces: each member of a bond is an OpenFlow port. */
  private static BridgePort flagged(BridgePort port, Map<String, List<String>> flags) {
    return port.withRestrictions(
        port.members().stream()
            .flatMap(
                each -> flags.getOrDefault(port.bridge() + " " + each.ofport(), List.of()).stream())
            .toList());
  }

  private static Map<String, OvsdbRow> byUuid(List<OvsdbRow> rows) throws FactException {
    Map<String, OvsdbRow> found = new HashMap<>();
    for (OvsdbRow row : rows) {
      found.put(row.uuid(), row);
    }
    return found;
  }

  /** The OVS bridge of every interface that is a port of one. */
  Map<String, String> bridgeOf() {
    Map<String, String> found = new HashMap<>();
    for (Bridge bridge : bridges) {
      for (BridgePort port : bridge.ports()) {
        port.interfaces().forEach(name -> found.put(name, bridge.name()));
      }
    }
    return found;
  }

  List<String> internalPorts() {
    return bridges.stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.kind().equals(BridgePort.INTERNAL))
        .map(BridgePort::name)
        .toList();
  }

  /**
   * {@code ovn-bridge-mappings}. A key with the system-id appended takes precedence, as in
   * ovn-controller since 22.12.
   */
  List<BridgeMapping> mappings(String node) {
    String text = externalIds.getOrDefault(Node.settingKey("ovn-bridge-mappings", externalIds), "");
    return BridgeMapping.of(text, node, bridges);
  }
}
