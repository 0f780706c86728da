package io.safeops.action.footprint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovsdb.OvsdbSchema;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes and reads a footprint as JSON: a list of objects, each with the {@code kind} of the item
 * and its key, as {@code {"kind": "bridge", "node": "net", "name": "br-ex"}}.
 */
public final class FootprintCodec {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private FootprintCodec() {}

  public static ArrayNode write(Footprint footprint) {
    ArrayNode items = JSON.arrayNode();
    footprint
        .items()
        .forEach(
            item -> {
              ObjectNode json = items.addObject().put("kind", item.kind().word());
              item.accept(new Writer(json));
            });
    return items;
  }

  /**
   * Reads what {@link #write} wrote. An item kind that only a newer version knows is an error. If
   * the item were ignored, a difference in it would be reported as restored.
   *
   * @throws IllegalArgumentException when it is not a footprint
   */
  public static Footprint read(JsonNode json) {
    if (!json.isArray()) {
      throw new IllegalArgumentException("a footprint is a list of items");
    }
    Set<FootprintItem> items = new TreeSet<>();
    json.forEach(item -> items.add(item(item)));
    return new Footprint(items);
  }

  private static FootprintItem item(JsonNode json) {
    String word = text(json, "kind");
    FootprintItemKind kind =
        FootprintItemKind.of(word)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "this version of safeops knows no footprint item of kind `" + word + "`"));
    return switch (kind) {
      case SWITCH -> new SwitchItem(text(json, "name"));
      case PHYSNET -> new PhysnetItem(text(json, "name"));
      case BRIDGE -> new BridgeItem(text(json, "node"), text(json, "name"));
      case COMPONENT -> new ComponentItem(text(json, "node"), text(json, "name"));
      case HOST -> new HostItem(text(json, "node"));
      case PORT -> new PortItem(text(json, "name"));
      case CHASSIS -> new ChassisItem(text(json, "node"));
      case ROUTER -> new RouterItem(text(json, "id"));
      case NETWORK -> new NetworkItem(text(json, "id"));
      case ROW -> new RowItem(row(json));
    };
  }

  private static RowKey row(JsonNode json) {
    String node = text(json, "node");
    String database =
        json.has("database")
            ? text(json, "database")
            : node.isEmpty() ? OvsdbSchema.NORTHBOUND : OvsdbSchema.VSWITCH;
    return new RowKey(database, node, text(json, "table"), text(json, "key"));
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("a footprint item has no text `" + key + "`");
    }
    return value.textValue();
  }

  private record Writer(ObjectNode json) implements FootprintItem.Visitor {

    @Override
    public void logicalSwitch(SwitchItem item) {
      json.put("name", item.name());
    }

    @Override
    public void physnet(PhysnetItem item) {
      json.put("name", item.name());
    }

    @Override
    public void bridge(BridgeItem item) {
      json.put("node", item.node()).put("name", item.name());
    }

    @Override
    public void component(ComponentItem item) {
      json.put("node", item.node()).put("name", item.name());
    }

    @Override
    public void host(HostItem item) {
      json.put("node", item.node());
    }

    @Override
    public void port(PortItem item) {
      json.put("name", item.name());
    }

    @Override
    public void chassis(ChassisItem item) {
      json.put("node", item.node());
    }

    @Override
    public void router(RouterItem item) {
      json.put("id", item.id());
    }

    @Override
    public void network(NetworkItem item) {
      json.put("id", item.id());
    }

    @Override
    public void row(RowItem item) {
      RowKey row = item.row();
      json.put("node", row.node()).put("table", row.table()).put("key", row.key());
      if (row.isSouthbound()) {
        json.put("database", row.database());
      }
    }
  }
}
