package io.safeops.action.bridge;

import io.safeops.action.row.DeletedRow;
import io.safeops.action.row.RowCheck;
import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of one OVS bridge port on one node: added or removed.
 *
 * @param port as it becomes, or as it was
 */
record BridgePortChange(String node, BridgePort port, boolean added) {

  /**
   * The facts afterwards: a port belongs to one bridge only, and the management path may change.
   */
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

  /** The rows that it inserts or deletes. */
  List<RowKey> rows() {
    List<RowKey> rows = new ArrayList<>();
    rows.add(row());
    port.interfaces().forEach(name -> rows.add(interfaceRow(name)));
    return rows;
  }

  private RowKey row() {
    return new RowKey(node, "Port", port.name());
  }

  private RowKey interfaceRow(String name) {
    return new RowKey(node, "Interface", name);
  }

  /** The rows that it deletes, with the columns that {@link #addition} writes back. */
  List<DeletedRow> deleted(Cluster before) {
    if (added) {
      return List.of();
    }
    List<DeletedRow> deleted = new ArrayList<>();
    Map<String, String> written = new HashMap<>();
    written.put("name", WholeRow.text(port.name()));
    written.put("tag", port.tag().map(List::of).orElse(List.of()).toString());
    compared(row(), before).ifPresent(ids -> written.put("external_ids", ids));
    deleted.add(new DeletedRow(row(), written, List.of("Bridge.ports"), port.interfaces().size()));
    for (String name : port.interfaces()) {
      Map<String, String> columns = new HashMap<>();
      columns.put("name", WholeRow.text(name));
      columns.put("type", WholeRow.text(port.kind().equals(BridgePort.SYSTEM) ? "" : port.kind()));
      columns.put("options", WholeRow.map(port.options()));
      compared(interfaceRow(name), before).ifPresent(ids -> columns.put("external_ids", ids));
      deleted.add(new DeletedRow(interfaceRow(name), columns, List.of("Port.interfaces"), 0));
    }
    return deleted;
  }

  /**
   * The external_ids of one of the rows, without the keys that daemons write there. The facts hold
   * the external_ids of both rows together. They are used for each of the rows if the row itself
   * was not read.
   */
  private Map<String, String> ids(RowKey key, Cluster before) {
    return before
        .row(key)
        .filter(WholeRow::isThere)
        .map(row -> RowCheck.map(row.restored("external_ids", "{}")))
        .orElse(port.externalIds());
  }

  /** The external_ids that are compared, as the row has them. */
  private static Optional<String> compared(RowKey key, Cluster before) {
    return before.row(key).map(row -> row.getConfigured().getOrDefault("external_ids", "{}"));
  }

  /** The {@code ovs-vsctl} commands, as words, that add the port as it was recorded. */
  List<String> addition(Cluster before) {
    List<String> words = new ArrayList<>(List.of("--", "add-port", port.bridge(), port.name()));
    port.tag().ifPresent(tag -> words.add("tag=" + tag));
    List<String> columns = new ArrayList<>();
    if (!port.kind().equals(BridgePort.SYSTEM)) {
      columns.add("type=" + port.kind());
    }
    port.options().forEach((key, value) -> columns.add(column("options", key, value)));
    columns.addAll(marks(interfaceRow(port.name()), before));
    if (!columns.isEmpty()) {
      words.addAll(List.of("--", "set", "Interface", port.name()));
      words.addAll(columns);
    }
    List<String> marks = marks(row(), before);
    if (!marks.isEmpty()) {
      words.addAll(List.of("--", "set", "Port", port.name()));
      words.addAll(marks);
    }
    return words;
  }

  private List<String> marks(RowKey key, Cluster before) {
    return ids(key, before).entrySet().stream()
        .map(id -> column("external_ids", id.getKey(), id.getValue()))
        .toList();
  }

  /** A column assignment for {@code ovs-vsctl}, with its texts in double quotes as in JSON. */
  private static String column(String column, String key, String value) {
    return column + ":" + WholeRow.text(key) + "=" + WholeRow.text(value);
  }
}
