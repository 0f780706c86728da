package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.ColumnEdit.Verb;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.predict.LinkPrediction;
import io.safeops.predict.VswitchPrediction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Edits of rows of Bridge, Port and Interface, as they change the facts of a node. */
final class PortRows {

  /** Columns of references, which make or delete other rows; what they do is not known here. */
  private static final Set<String> REFERENCES =
      Set.of(
          "Open_vSwitch.bridges",
          "Open_vSwitch.ssl",
          "Bridge.ports",
          "Port.interfaces",
          "Bridge.name",
          "Port.name",
          "Interface.name");

  private static final Set<String> TABLES = Set.of("Open_vSwitch", "Bridge", "Port", "Interface");

  private PortRows() {}

  /** Whether it is known what the edit does to packets. */
  static boolean isKnown(ColumnEdit edit) {
    String column = edit.table() + "." + edit.column();
    return TABLES.contains(edit.table())
        && !REFERENCES.contains(column)
        && (!column.equals("Bridge.controller")
            || edit.verb() == Verb.CLEAR
            || edit.value().items().isEmpty());
  }

  /** Whether the node has the row. */
  static boolean exists(Node node, ColumnEdit edit) {
    return switch (edit.table()) {
      case "Bridge" -> node.bridge(edit.row()).isPresent();
      case "Port" -> port(node, edit.row()).isPresent();
      case "Interface" -> withInterface(node, edit.row()).isPresent();
      default -> edit.row().equals(".");
    };
  }

  static Optional<BridgePort> port(Node node, String name) {
    return node.bridges().stream().flatMap(bridge -> bridge.port(name).stream()).findFirst();
  }

  /** The port with an interface of this name. */
  static Optional<BridgePort> withInterface(Node node, String name) {
    return node.bridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> port.interfaces().contains(name))
        .findFirst();
  }

  /**
   * The node after the edit.
   *
   * @throws ActionException if it has no such row
   */
  static Node edited(Node node, ColumnEdit edit) throws ActionException {
    if (!exists(node, edit)) {
      throw new ActionException("no row " + edit.row() + " in table " + edit.table());
    }
    return switch (edit.table()) {
      case "Bridge" -> node.withBridge(edit.row(), bridge -> bridge(bridge, edit));
      case "Port" -> {
        BridgePort port = port(node, edit.row()).orElseThrow();
        yield replaced(node, port, port(port, edit));
      }
      default -> onInterface(node, withInterface(node, edit.row()).orElseThrow(), edit);
    };
  }

  private static Node replaced(Node node, BridgePort port, BridgePort changed) {
    return node.withBridge(
        port.bridge(),
        bridge ->
            bridge.withPorts(
                bridge.ports().stream()
                    .map(each -> each.name().equals(port.name()) ? changed : each)
                    .toList()));
  }

  private static Bridge bridge(Bridge bridge, ColumnEdit edit) {
    return switch (edit.column()) {
      case "fail_mode" ->
          VswitchPrediction.withFailMode(
              bridge,
              edit.one(Optional.of(bridge.failMode()).filter(mode -> !mode.isEmpty())).orElse(""));
      case "controller" -> VswitchPrediction.withControllers(bridge, List.of());
      case "protocols" -> bridge.withProtocols(edit.set(bridge.protocols()));
      case "stp_enable", "rstp_enable" ->
          bridge.toBuilder().stp(edit.flag(bridge.stp(), false)).build();
      case "external_ids" -> bridge.toBuilder().externalIds(edit.map(bridge.externalIds())).build();
      case "datapath_type" ->
          bridge.toBuilder().datapathType(edit.one(Optional.empty()).orElse("system")).build();
      default -> bridge;
    };
  }

  private static BridgePort port(BridgePort port, ColumnEdit edit) {
    BridgePort.Builder changed = port.toBuilder();
    switch (edit.column()) {
      case "tag" -> changed.tag(edit.number(port.tag()));
      case "trunks" -> changed.trunks(edit.numbers(port.trunks()));
      case "vlan_mode" -> changed.vlanMode(word(edit, port.vlanMode()));
      case "bond_mode" -> changed.bondMode(word(edit, port.bondMode()));
      case "lacp" -> changed.lacp(word(edit, port.lacp()));
      case "other_config" -> changed.otherConfig(edit.map(port.otherConfig()));
      case "protected" -> {
        boolean was = port.restrictions().contains(BridgePort.PROTECTED);
        return port.withRestriction(BridgePort.PROTECTED, edit.flag(was, false));
      }
      case "external_ids" -> changed.externalIds(edit.map(port.externalIds()));
      default -> {
        // No other column of a port decides whether packets pass.
      }
    }
    return changed.build();
  }

  private static String word(ColumnEdit edit, String before) {
    return edit.one(Optional.of(before).filter(word -> !word.isEmpty())).orElse("");
  }

  private static Node onInterface(Node node, BridgePort port, ColumnEdit edit) {
    String name = edit.row();
    switch (edit.column()) {
      case "external_ids" -> {
        return replaced(node, port, VswitchPrediction.withIds(port, before -> ids(before, edit)));
      }
      case "options" -> {
        Map<String, String> options = edit.map(port.options());
        BridgePort changed =
            withMember(port, name, each -> each.toBuilder().options(edit.map(each.options())));
        return replaced(
            node,
            port,
            changed.toBuilder()
                .options(options)
                .peer(
                    port.kind().equals(BridgePort.PATCH)
                        ? Optional.ofNullable(options.get("peer"))
                        : port.peer())
                .build());
      }
      case "type" -> {
        return withType(node, port, name, edit.one(Optional.empty()).orElse(BridgePort.SYSTEM));
      }
      case "mtu_request" -> {
        Optional<Long> mtu = edit.number(Optional.empty());
        return mtu.isPresent() ? LinkPrediction.withMtu(node, name, mtu.get()) : node;
      }
      default -> {
        return node;
      }
    }
  }

  private static BridgePort withMember(
      BridgePort port,
      String name,
      java.util.function.Function<BridgeInterface, BridgeInterface.Builder> change) {
    return port.toBuilder()
        .members(
            port.members().stream()
                .map(each -> each.name().equals(name) ? change.apply(each).build() : each)
                .toList())
        .build();
  }

  /** ovn-controller's own mark goes with the id that it stands for. */
  private static Map<String, String> ids(Map<String, String> before, ColumnEdit edit) {
    Map<String, String> ids = new TreeMap<>(edit.map(before));
    String was = before.getOrDefault(BridgePort.IFACE_ID, "");
    if (!ids.getOrDefault(BridgePort.IFACE_ID, "").equals(was)) {
      ids.remove("ovn-installed");
    }
    return ids;
  }

  private static Node withType(Node node, BridgePort port, String name, String type) {
    if (port.kind().equals(BridgePort.BOND) || type.equals(port.kind())) {
      return node;
    }
    String kind = type.isEmpty() ? BridgePort.SYSTEM : type;
    BridgePort changed =
        port.toBuilder()
            .kind(kind)
            .peer(
                kind.equals(BridgePort.PATCH)
                    ? Optional.ofNullable(port.options().get("peer"))
                    : Optional.empty())
            .build();
    Node after = VswitchPrediction.withPort(VswitchPrediction.withoutPort(node, port), changed);
    return after.bridge(port.bridge()).flatMap(each -> each.port(name)).isPresent() ? after : node;
  }
}
