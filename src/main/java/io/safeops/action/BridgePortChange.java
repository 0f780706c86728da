package io.safeops.action;

import io.safeops.cluster.Bridge;
import io.safeops.cluster.BridgePort;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.Node;
import io.safeops.cluster.PathFinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change of one OVS bridge port on one node: added or removed.
 *
 * @param port as it becomes, or as it was
 */
record BridgePortChange(String node, BridgePort port, boolean added) {

  /** The facts afterwards: a port of a bridge is nobody else's, and the ways may lead elsewhere. */
  Cluster effect(Cluster before) {
    return before.withNode(node, this::effect);
  }

  private Node effect(Node before) {
    Optional<Bridge> bridge = before.bridge(port.bridge());
    if (bridge.isEmpty()) {
      return before;
    }
    Node after =
        before.withBridge(
            port.bridge(), each -> added ? each.withPort(port) : each.withoutPort(port.name()));
    boolean kernel = bridge.get().datapathType().equals("system");
    for (String name : port.interfaces()) {
      after =
          after.withNic(
              name,
              nic ->
                  nic.withOvsBridge(added ? Optional.of(port.bridge()) : Optional.empty())
                      .withMaster(
                          !kernel
                              ? nic.master()
                              : added ? Optional.of("ovs-system") : Optional.empty()));
    }
    return PathFinder.again(after);
  }

  /** {@code ovs-vsctl} words that add the port as it is described, without its bridge's own. */
  List<String> addition() {
    List<String> words = new ArrayList<>(List.of("--", "add-port", port.bridge(), port.name()));
    port.tag().ifPresent(tag -> words.add("tag=" + tag));
    List<String> columns = new ArrayList<>();
    if (!port.kind().equals("system")) {
      columns.add("type=" + port.kind());
    }
    port.options().forEach((key, value) -> columns.add(column("options", key, value)));
    // The facts hold the external_ids of both rows together; whoever looks for one finds it.
    List<String> marks = new ArrayList<>();
    port.externalIds().forEach((key, value) -> marks.add(column("external_ids", key, value)));
    columns.addAll(marks);
    if (!columns.isEmpty()) {
      words.addAll(List.of("--", "set", "Interface", port.name()));
      words.addAll(columns);
    }
    if (!marks.isEmpty()) {
      words.addAll(List.of("--", "set", "Port", port.name()));
      words.addAll(marks);
    }
    return words;
  }

  private static String column(String column, String key, String value) {
    return column + ":" + quoted(key) + "=" + quoted(value);
  }

  /** A string of OVSDB, in double quotes as JSON has it. */
  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
