package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.CommandPart;
import io.safeops.action.commandline.TableNames;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.predict.ControllerPrediction;
import io.safeops.predict.VswitchPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The effect of an {@code ovs-vsctl} command line (ovs-vsctl(8)). All its commands are one
 * transaction: if one is not known or would fail, the line has no effect.
 */
final class VsctlEffect {

  private static final Set<String> SHOWING =
      Set.of(
          "show",
          "list-br",
          "br-exists",
          "br-to-vlan",
          "br-to-parent",
          "br-get-external-id",
          "list-ports",
          "port-to-br",
          "list-ifaces",
          "iface-to-br",
          "get-controller",
          "get-fail-mode",
          "get-manager",
          "get-ssl",
          "get-aa-mapping",
          "list",
          "find",
          "get",
          "wait-until",
          "comment",
          "init");

  /** Commands on rows that the facts do not have and on which no packet depends. */
  private static final Set<String> UNSEEN =
      Set.of(
          "set-manager", "del-manager", "add-aa-mapping", "del-aa-mapping", "br-set-external-id");

  private static final List<String> OPTIONS =
      List.of(
          "--may-exist",
          "--if-exists",
          "--with-iface",
          "--fake-iface",
          "--inactivity-probe=.*",
          "--no-wait",
          "--retry",
          "--oneline",
          "--no-syslog",
          "--timeout=[0-9]+",
          "-t[0-9]+",
          "-v.*",
          "--verbose.*",
          "--columns=.*");

  private VsctlEffect() {}

  /** The change that one command makes to a node. */
  @FunctionalInterface
  private interface Change {
    Node after(Node before) throws ActionException;
  }

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv, List<String> nodes) {
    List<Change> changes = new ArrayList<>();
    for (CommandPart part : CommandPart.of(argv)) {
      Optional<Change> change = part.strange(OPTIONS).isPresent() ? Optional.empty() : change(part);
      if (change.isEmpty()) {
        return Optional.empty();
      }
      changes.add(change.get());
    }
    return Optional.of(
        LineEffect.onNodes(
            nodes,
            (before, name) -> {
              Node node = before.node(name).orElseThrow();
              for (Change change : changes) {
                node = change.after(node);
              }
              Node changed = node;
              Cluster written = before.withNode(name, any -> changed);
              return ControllerPrediction.of(before, written, name);
            }));
  }

  private static Optional<Change> change(CommandPart part) {
    List<String> words = part.words();
    if (SHOWING.contains(part.command()) || UNSEEN.contains(part.command())) {
      return Optional.of(node -> node);
    }
    if (words.size() < 2) {
      return Optional.empty();
    }
    String first = words.get(1);
    boolean mayExist = part.options().contains("--may-exist");
    boolean ifExists = part.options().contains("--if-exists");
    List<String> rest = words.subList(2, words.size());
    return switch (part.command()) {
      case "add-br" ->
          rest.isEmpty() ? Optional.of(node -> addBridge(node, first, mayExist)) : Optional.empty();
      case "del-br" ->
          rest.isEmpty()
              ? Optional.of(node -> removeBridge(node, first, ifExists))
              : Optional.empty();
      case "add-port" ->
          rest.isEmpty()
              ? Optional.empty()
              : port(
                  first, rest.get(0), List.of(rest.get(0)), rest.subList(1, rest.size()), mayExist);
      case "add-bond" -> bond(first, rest, mayExist);
      case "add-bond-iface" ->
          rest.size() == 1
              ? Optional.of(node -> member(node, first, rest.get(0), true))
              : Optional.empty();
      case "del-bond-iface" ->
          rest.size() == 1
              ? Optional.of(node -> member(node, first, rest.get(0), false))
              : Optional.empty();
      case "del-port" ->
          rest.size() > 1
              ? Optional.empty()
              : Optional.of(
                  node ->
                      rest.isEmpty()
                          ? removePort(node, Optional.empty(), first, part)
                          : removePort(node, Optional.of(first), rest.get(0), part));
      case "set-fail-mode" ->
          rest.size() == 1
              ? bridge(first, bridge -> VswitchPrediction.withFailMode(bridge, rest.get(0)))
              : Optional.empty();
      case "del-fail-mode" -> bridge(first, bridge -> VswitchPrediction.withFailMode(bridge, ""));
      case "set-controller" ->
          bridge(first, bridge -> VswitchPrediction.withControllers(bridge, rest));
      case "del-controller" ->
          bridge(first, bridge -> VswitchPrediction.withControllers(bridge, List.of()));
      default -> rows(part, ifExists);
    };
  }

  private static Optional<Change> bridge(
      String name, java.util.function.UnaryOperator<Bridge> change) {
    return Optional.of(
        node -> {
          require(node, name);
          return node.withBridge(name, change);
        });
  }

  private static Bridge require(Node node, String bridge) throws ActionException {
    return node.bridge(bridge).orElseThrow(() -> new ActionException("no bridge " + bridge));
  }

  private static Node addBridge(Node node, String name, boolean mayExist) throws ActionException {
    if (node.bridge(name).isPresent()) {
      if (mayExist) {
        return node;
      }
      throw new ActionException("there is a bridge " + name + " already");
    }
    return VswitchPrediction.withBridge(node, name, "system");
  }

  private static Node removeBridge(Node node, String name, boolean ifExists)
      throws ActionException {
    return node.bridge(name).isEmpty() && ifExists
        ? node
        : VswitchPrediction.withoutBridge(node, require(node, name));
  }

  private static Optional<Change> bond(String bridge, List<String> words, boolean mayExist) {
    List<String> interfaces =
        words.stream().skip(1).takeWhile(word -> !word.contains("=")).toList();
    if (interfaces.size() < 2) {
      return Optional.empty();
    }
    return port(
        bridge,
        words.get(0),
        interfaces,
        words.subList(1 + interfaces.size(), words.size()),
        mayExist);
  }

  private static Optional<Change> port(
      String bridge,
      String name,
      List<String> interfaces,
      List<String> assignments,
      boolean mayExist) {
    List<ColumnEdit> edits = new ArrayList<>();
    for (String word : assignments) {
      Optional<ColumnEdit> edit = ColumnEdit.assignment("Port", name, word, TableNames.VSWITCH);
      if (edit.isEmpty()) {
        return Optional.empty();
      }
      edits.add(edit.get());
    }
    return Optional.of(
        node -> {
          require(node, bridge);
          Optional<BridgePort> existing = PortRows.port(node, name);
          if (existing.isPresent()) {
            if (!mayExist
                || !existing.get().bridge().equals(bridge)
                || !Set.copyOf(existing.get().interfaces()).equals(Set.copyOf(interfaces))) {
              throw new ActionException("there is a port " + name + " already");
            }
            // It leaves the port as it is, without the settings (OVS source, ovs-vsctl.c,
            // add_port).
            return node;
          }
          boolean taken =
              interfaces.stream().anyMatch(each -> PortRows.withInterface(node, each).isPresent());
          if (taken) {
            throw new ActionException("one of the interfaces is in a bridge already");
          }
          BridgePort made =
              BridgePort.builder(name, bridge)
                  .kind(interfaces.size() > 1 ? BridgePort.BOND : BridgePort.SYSTEM)
                  .interfaces(interfaces.stream().sorted().toList())
                  .build();
          Node after = VswitchPrediction.withPort(node, made);
          for (ColumnEdit edit : edits) {
            after = PortRows.edited(after, edit);
          }
          return after;
        });
  }

  private static Node removePort(Node node, Optional<String> bridge, String name, CommandPart part)
      throws ActionException {
    Optional<BridgePort> found =
        PortRows.port(node, name)
            .or(
                () ->
                    part.options().contains("--with-iface")
                        ? PortRows.withInterface(node, name)
                        : Optional.empty());
    if (found.isEmpty() && part.options().contains("--if-exists")) {
      return node;
    }
    BridgePort port = found.orElseThrow(() -> new ActionException("no port " + name));
    if (bridge.filter(each -> !each.equals(port.bridge())).isPresent()
        || port.name().equals(port.bridge())) {
      throw new ActionException("no port " + name + " that may be deleted");
    }
    return VswitchPrediction.withoutPort(node, port);
  }

  private static Node member(Node node, String bond, String name, boolean added)
      throws ActionException {
    BridgePort port =
        PortRows.port(node, bond).orElseThrow(() -> new ActionException("no port " + bond));
    List<String> interfaces = new ArrayList<>(port.interfaces());
    interfaces.remove(name);
    if (added) {
      interfaces.add(name);
    }
    if (interfaces.isEmpty()) {
      throw new ActionException("a port has at least one interface");
    }
    BridgePort changed =
        port.toBuilder()
            .kind(interfaces.size() > 1 ? BridgePort.BOND : BridgePort.SYSTEM)
            .interfaces(interfaces.stream().sorted().toList())
            .build();
    return VswitchPrediction.withPort(VswitchPrediction.withoutPort(node, port), changed);
  }

  private static Optional<Change> rows(CommandPart part, boolean ifExists) {
    Optional<List<ColumnEdit>> edits = ColumnEdit.read(part, TableNames.VSWITCH);
    if (edits.isEmpty() || !edits.get().stream().allMatch(PortRows::isKnown)) {
      return Optional.empty();
    }
    return Optional.of(
        node -> {
          Node after = node;
          for (ColumnEdit edit : edits.get()) {
            if (ifExists && !PortRows.exists(after, edit)) {
              continue;
            }
            after =
                edit.table().equals("Open_vSwitch")
                    ? settings(after, edit)
                    : PortRows.edited(after, edit);
          }
          return after;
        });
  }

  private static Node settings(Node node, ColumnEdit edit) {
    if (!edit.column().equals("external_ids")) {
      return node;
    }
    Map<String, String> ids = new TreeMap<>(edit.map(node.externalIds()));
    return node.withExternalIds(ids).toBuilder()
        .systemId(Optional.ofNullable(ids.get("system-id")))
        .build();
  }
}
