package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.predict.LinkPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The effect of an {@code ovs-ofctl} command line on what a bridge forwards (ovs-ofctl(8)). */
final class OfctlEffect {

  private static final List<String> VALUED =
      List.of("-O", "--protocols", "-F", "--flow-format", "-t", "--timeout", "-m", "--sort");

  private OfctlEffect() {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv, List<String> nodes) {
    List<String> words = new ArrayList<>();
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      if (!word.startsWith("-") || word.equals("-")) {
        words.add(word);
      } else if (VALUED.contains(word)) {
        at++;
      }
    }
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words
        .get(0)
        .matches(
            "show|dump-.*|snoop|monitor|probe|ping|benchmark|parse-.*|diff-.*|get-.*|queue-.*")) {
      return Optional.of(LineEffect.NONE);
    }
    if (words.size() < 2) {
      return Optional.empty();
    }
    String bridge = words.get(1);
    List<String> rest = words.subList(2, words.size());
    return switch (words.get(0)) {
      // With a match it deletes some flows, and which is not in the facts.
      case "del-flows" -> forwards(nodes, bridge, rest.isEmpty() ? Bridge.NOTHING : "");
      case "add-flow", "mod-flows" ->
          rest.size() == 1 ? flow(nodes, bridge, rest.get(0)) : Optional.empty();
      case "add-flows", "replace-flows", "bundle" -> forwards(nodes, bridge, "");
      case "mod-port" ->
          rest.size() == 2 ? port(nodes, bridge, rest.get(0), rest.get(1)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** An effect on what the flows of a bridge do; empty text: not known any more. */
  private static Optional<LineEffect> forwards(
      List<String> nodes, String bridge, String forwarding) {
    return IpEffect.on(
        nodes,
        node -> {
          require(node, bridge);
          return node.withBridge(bridge, each -> each.toBuilder().forwarding(forwarding).build());
        });
  }

  private static void require(Node node, String bridge) throws ActionException {
    if (node.bridge(bridge).isEmpty()) {
      throw new ActionException("no bridge " + bridge);
    }
  }

  /**
   * A flow that switches by MAC address makes a bridge forward again. A flow that drops everything
   * before all others ends it; of any other flow it is not known.
   */
  private static Optional<LineEffect> flow(List<String> nodes, String bridge, String flow) {
    String plain = flow.replace(" ", "");
    boolean normal = plain.matches("(?i)((priority|table|cookie)=[0-9xa-f]+,)*+actions?=normal");
    boolean drop =
        plain.matches(
            "(?i)((table=0|cookie=[0-9xa-f]+),)*+priority=(6553[0-5]|[0-9]{5}),actions?=drop");
    return forwards(nodes, bridge, normal ? Bridge.NORMAL : drop ? Bridge.NOTHING : "");
  }

  private static Optional<LineEffect> port(
      List<String> nodes, String bridge, String name, String word) {
    return switch (word) {
      // It takes the interface down, too (OVS source, update_port_config).
      case "up", "down" ->
          onPort(
              nodes,
              bridge,
              name,
              (node, port) -> {
                Node after = node;
                for (String each : port.interfaces()) {
                  after = LinkPrediction.withUp(after, each, word.equals("up"));
                }
                return after;
              });
      case "receive", "forward", "flood" ->
          onPort(nodes, bridge, name, (node, port) -> restricted(node, port, "no-" + word, false));
      case BridgePort.NO_RECEIVE, BridgePort.NO_FORWARD, BridgePort.NO_FLOOD ->
          onPort(nodes, bridge, name, (node, port) -> restricted(node, port, word, true));
      default -> Optional.empty();
    };
  }

  /** A change of a node because of one of its ports. */
  @FunctionalInterface
  private interface PortChange {
    Node after(Node node, BridgePort port);
  }

  private static Optional<LineEffect> onPort(
      List<String> nodes, String bridge, String name, PortChange change) {
    return IpEffect.on(
        nodes,
        node ->
            change.after(
                node,
                node.bridge(bridge)
                    .flatMap(each -> named(each, name))
                    .orElseThrow(() -> new ActionException("no port " + name))));
  }

  /** By its name or by its OpenFlow number (ovs-ofctl(8)). */
  private static Optional<BridgePort> named(Bridge bridge, String name) {
    return bridge.ports().stream()
        .filter(
            port ->
                port.interfaces().contains(name)
                    || port.name().equals(name)
                    || (port.isAttached() && String.valueOf(port.ofport()).equals(name)))
        .findFirst();
  }

  private static Node restricted(Node node, BridgePort port, String word, boolean isSet) {
    BridgePort changed = port.withRestriction(word, isSet);
    return node.withBridge(port.bridge(), bridge -> bridge.withPort(changed));
  }
}
