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
 * The removal of a port from its bridge in one transaction. The transaction fails if the rows of
 * the port hold more than the undo would write back, or if another row refers to them, even if the
 * review saw it differently.
 *
 * @param checks the checks, in the order of the transaction
 * @param transaction empty if the rows were not read: then nothing is done
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
    // As ovs-vsctl does it: the script can then wait until ovs-vswitchd has applied the change.
    operations.addAll(Ovsdb.countUp("Open_vSwitch", "next_cfg"));
    return new BridgePortRemoval(
        checks, Optional.of(Ovsdb.transaction("Open_vSwitch", operations)));
  }

  /** The arguments of {@code remove} in vswitch.sh after bridge and port. */
  List<String> words() {
    return List.of(
        checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n")),
        transaction.orElse(""));
  }
}
