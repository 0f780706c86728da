package io.safeops.action.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.row.DeletedRow;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowCheck;
import io.safeops.action.row.RowHolder;
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
    RowHolder holder = new RowHolder("Bridge", "ports", bridge, "");
    checks.add(
        new RowCheck(
            holder.waitForOneOf(port.get()), "it is not on bridge " + bridge + " any more"));
    List<ObjectNode> operations = new ArrayList<>();
    checks.forEach(check -> operations.add(check.look()));
    operations.add(holder.drop(port.get()));
    // As ovs-vsctl does it, so that one can wait until ovs-vswitchd has followed.
    operations.addAll(Ovsdb.countUp("Open_vSwitch", "next_cfg"));
    return new BridgePortRemoval(
        checks, Optional.of(Ovsdb.transaction("Open_vSwitch", operations)));
  }

  /** What {@code remove} of vswitch.sh takes after bridge and port. */
  List<String> words() {
    return List.of(
        checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n")),
        transaction.orElse(""));
  }
}
