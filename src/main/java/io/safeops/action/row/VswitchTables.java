package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Map;

/**
 * The tables of a node's own Open_vSwitch database whose rows actions update. Daemons write into
 * the same rows, so no run leaves its mark there.
 */
public final class VswitchTables {

  /** The OpenFlow versions of a bridge. */
  public static final RowTable<Bridge> BRIDGE = new Bridges();

  private VswitchTables() {}

  /**
   * The {@code external_ids} of one row.
   *
   * @param row a row of Open_vSwitch or Interface
   */
  public static RowTable<Map<String, String>> externalIds(RowKey row) {
    return new ExternalIdsOf(row);
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
          node -> node.withBridge(row.name(), each -> each.withProtocols(row.protocols())));
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
