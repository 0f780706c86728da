package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a node's own Open_vSwitch database whose rows actions change. Daemons write into
 * the same rows, so a run leaves its mark only in the ports that it adds.
 */
public final class VswitchTables {

  /** The OpenFlow versions and the fail mode of a bridge. */
  public static final RowTable<Bridge> BRIDGE = new Bridges();

  private VswitchTables() {}

  /** The VLANs of the ports of a node's bridges. */
  public static RowTable<BridgePort> vlans(String node) {
    return new Vlans(node);
  }

  /**
   * The {@code external_ids} of one row.
   *
   * @param row a row of Open_vSwitch or Interface
   */
  public static RowTable<Map<String, String>> externalIds(RowKey row) {
    return new ExternalIdsOf(row);
  }

  /**
   * The ports of a node's bridges. A port holds its interfaces, which are inserted and deleted with
   * it.
   *
   * @param read the facts that have the rows themselves, each with its own external_ids
   */
  public static RowTable<BridgePort> ports(String node, Cluster read) {
    return new Ports(node, read);
  }

  private record Ports(String node, Cluster read) implements RowTable<BridgePort> {
    @Override
    public String name() {
      return "Port";
    }

    @Override
    public RowKey key(BridgePort row) {
      return new RowKey(node, name(), row.name());
    }

    @Override
    public String uuid(BridgePort row) {
      return read.row(key(row)).map(WholeRow::uuid).orElse("");
    }

    @Override
    public ObjectNode columns(BridgePort row) {
      ObjectNode columns = Ovsdb.object().put("name", row.name());
      ArrayNode tag = Ovsdb.array();
      row.tag().ifPresent(tag::add);
      columns.set("tag", Ovsdb.array().add("set").add(tag));
      columns.set("external_ids", Ovsdb.map(ids(key(row), row)));
      return columns;
    }

    @Override
    public List<HeldRow> held(BridgePort row) {
      return row.interfaces().stream().map(name -> held(name, row)).toList();
    }

    private HeldRow held(String name, BridgePort row) {
      RowKey key = new RowKey(node, "Interface", name);
      String type = row.kind().equals(BridgePort.SYSTEM) ? "" : row.kind();
      ObjectNode columns = Ovsdb.object().put("name", name).put("type", type);
      columns.set("options", Ovsdb.map(row.options()));
      columns.set("external_ids", Ovsdb.map(ids(key, row)));
      return new HeldRow(key, "interfaces", columns);
    }

    /**
     * The external_ids of one of the rows, without the keys that daemons write there. The facts
     * hold the external_ids of both rows together. They are used for each of the rows if the row
     * itself was not read.
     */
    private Map<String, String> ids(RowKey key, BridgePort row) {
      return read.row(key)
          .filter(WholeRow::isThere)
          .map(each -> RowCheck.map(each.restored("external_ids", "{}")))
          .orElse(row.externalIds());
    }

    @Override
    public List<BridgePort> rows(Cluster cluster) {
      return cluster.node(node).stream()
          .flatMap(each -> each.bridges().stream())
          .flatMap(bridge -> bridge.ports().stream())
          .toList();
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public boolean isMarked(BridgePort row) {
      return true;
    }

    @Override
    public boolean isCounted() {
      return true;
    }

    @Override
    public Optional<RowHolder> holder(BridgePort row) {
      return Optional.of(new RowHolder("Bridge", "ports", row.bridge(), ""));
    }

    @Override
    public Cluster with(Cluster cluster, BridgePort row) {
      return cluster.withNode(
          node, each -> each.withBridge(row.bridge(), bridge -> bridge.withPort(row)));
    }

    @Override
    public Cluster without(Cluster cluster, BridgePort row) {
      return cluster.withNode(
          node, each -> each.withBridge(row.bridge(), bridge -> bridge.withoutPort(row.name())));
    }
  }

  private static final class Bridges implements RowTable<Bridge> {
    @Override
    public String name() {
      return "Bridge";
    }

    @Override
    public RowKey key(Bridge row) {
      return new RowKey(row.node(), name(), row.name());
    }

    @Override
    public String uuid(Bridge row) {
      return "";
    }

    @Override
    public ObjectNode columns(Bridge row) {
      ObjectNode columns = Ovsdb.object();
      columns.set("protocols", Ovsdb.set(row.protocols().stream().sorted().toList()));
      columns.set(
          "fail_mode", Ovsdb.set(row.failMode().isEmpty() ? List.of() : List.of(row.failMode())));
      return columns;
    }

    @Override
    public List<Bridge> rows(Cluster cluster) {
      return cluster.getBridges();
    }

    @Override
    public Cluster with(Cluster cluster, Bridge row) {
      return cluster.withNode(
          row.node(),
          node ->
              node.withBridge(
                  row.name(),
                  each ->
                      each.toBuilder()
                          .protocols(row.protocols())
                          .failMode(row.failMode())
                          .build()));
    }
  }

  private record Vlans(String node) implements RowTable<BridgePort> {
    @Override
    public String name() {
      return "Port";
    }

    @Override
    public RowKey key(BridgePort row) {
      return new RowKey(node, name(), row.name());
    }

    @Override
    public String uuid(BridgePort row) {
      return "";
    }

    @Override
    public ObjectNode columns(BridgePort row) {
      ArrayNode tag = Ovsdb.array();
      row.tag().ifPresent(tag::add);
      ArrayNode trunks = Ovsdb.array();
      row.trunks().stream().sorted().forEach(trunks::add);
      ObjectNode columns = Ovsdb.object();
      columns.set("tag", Ovsdb.array().add("set").add(tag));
      columns.set("trunks", Ovsdb.array().add("set").add(trunks));
      columns.set(
          "vlan_mode", Ovsdb.set(row.vlanMode().isEmpty() ? List.of() : List.of(row.vlanMode())));
      return columns;
    }

    @Override
    public List<BridgePort> rows(Cluster cluster) {
      return cluster.node(node).stream()
          .flatMap(each -> each.bridges().stream())
          .flatMap(bridge -> bridge.ports().stream())
          .toList();
    }

    @Override
    public Cluster with(Cluster cluster, BridgePort row) {
      return cluster.withNode(
          node, each -> each.withBridge(row.bridge(), bridge -> bridge.withPort(row)));
    }
  }

  private record ExternalIdsOf(RowKey row) implements RowTable<Map<String, String>> {
    @Override
    public String name() {
      return row.table();
    }

    @Override
    public RowKey key(Map<String, String> ids) {
      return row;
    }

    @Override
    public String uuid(Map<String, String> ids) {
      return "";
    }

    @Override
    public ObjectNode columns(Map<String, String> ids) {
      ObjectNode columns = Ovsdb.object();
      columns.set("external_ids", Ovsdb.map(ids));
      return columns;
    }

    @Override
    public List<Map<String, String>> rows(Cluster cluster) {
      List<Node> nodes = cluster.node(row.node()).stream().toList();
      return row.key().equals(RowKey.ONLY)
          ? nodes.stream().map(Node::externalIds).toList()
          : nodes.stream()
              .flatMap(node -> node.bridges().stream())
              .flatMap(bridge -> bridge.port(row.key()).stream())
              .map(BridgePort::externalIds)
              .toList();
    }

    @Override
    public Cluster with(Cluster cluster, Map<String, String> ids) {
      return cluster.withNode(
          row.node(),
          node -> row.key().equals(RowKey.ONLY) ? node.withExternalIds(ids) : port(node, ids));
    }

    private Node port(Node node, Map<String, String> ids) {
      Node changed = node;
      for (Bridge bridge : node.bridges()) {
        if (bridge.port(row.key()).isPresent()) {
          BridgePort port = bridge.port(row.key()).get().withExternalIds(ids);
          changed = changed.withBridge(bridge.name(), each -> each.withPort(port));
        }
      }
      return changed;
    }
  }
}
