package io.safeops.action.bridge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.row.DeletedRow;
import io.safeops.action.row.RowCheck;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.WholeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Takes a port from its bridge in one transaction, which fails where its rows hold more than the
 * undo would write back, or something refers to them: whatever was so when it was judged.
 *
 * @param checks in the order in which the transaction looks
 * @param transaction empty where the rows were not read: then nothing is done
 */
record BridgePortRemoval(List<RowCheck> checks, Optional<String> transaction) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  static BridgePortRemoval of(BridgePortChange change, Cluster before) {
    List<RowCheck> checks = new ArrayList<>();
    Optional<String> port = Optional.empty();
    for (DeletedRow deleted : change.deleted(before)) {
      Optional<WholeRow> row = deleted.row(before);
      if (row.isEmpty()) {
        return new BridgePortRemoval(List.of(), Optional.empty());
      }
      port = port.isPresent() ? port : Optional.of(row.get().uuid());
      checks.addAll(deleted.checks(row.get(), List.of()));
    }
    if (port.isEmpty()) {
      return new BridgePortRemoval(List.of(), Optional.empty());
    }
    String bridge = change.port().bridge();
    checks.add(
        new RowCheck(onBridge(port.get(), bridge), "it is not on bridge " + bridge + " any more"));
    ArrayNode transaction = JSON.arrayNode().add("Open_vSwitch");
    checks.forEach(check -> transaction.add(check.look()));
    transaction.add(mutate("Bridge", named(bridge), "ports", "delete", port.get()));
    // As ovs-vsctl does it, so that one can wait until ovs-vswitchd has followed.
    ObjectNode next = operation("mutate", "Open_vSwitch", JSON.arrayNode());
    next.set("mutations", JSON.arrayNode().add(JSON.arrayNode().add("next_cfg").add("+=").add(1)));
    transaction.add(next);
    ObjectNode asked = operation("select", "Open_vSwitch", JSON.arrayNode());
    asked.set("columns", JSON.arrayNode().add("next_cfg"));
    transaction.add(asked);
    return new BridgePortRemoval(checks, Optional.of(RowCheck.json(transaction)));
  }

  /** What {@code remove} of vswitch.sh takes after bridge and port. */
  List<String> words() {
    return List.of(
        checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n")),
        transaction.orElse(""));
  }

  private static ObjectNode onBridge(String port, String bridge) {
    ArrayNode where = named(bridge);
    where.add(JSON.arrayNode().add("ports").add("includes").add(RowCheck.uuid(port)));
    ObjectNode wait = operation("wait", "Bridge", where);
    wait.put("timeout", 0);
    wait.set("columns", JSON.arrayNode().add("name"));
    wait.put("until", "==");
    wait.set("rows", JSON.arrayNode().add(JSON.objectNode().put("name", bridge)));
    return wait;
  }

  private static ObjectNode mutate(
      String table, ArrayNode where, String column, String mutator, String uuid) {
    ObjectNode mutate = operation("mutate", table, where);
    mutate.set(
        "mutations",
        JSON.arrayNode().add(JSON.arrayNode().add(column).add(mutator).add(RowCheck.uuid(uuid))));
    return mutate;
  }

  private static ArrayNode named(String name) {
    return JSON.arrayNode().add(JSON.arrayNode().add("name").add("==").add(name));
  }

  private static ObjectNode operation(String op, String table, ArrayNode where) {
    ObjectNode operation = JSON.objectNode().put("op", op).put("table", table);
    operation.set("where", where);
    return operation;
  }
}
