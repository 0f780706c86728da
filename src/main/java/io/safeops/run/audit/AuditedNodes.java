package io.safeops.run.audit;

import io.safeops.inventory.Inventory;
import java.util.List;

/**
 * The nodes that are asked for the evidence of runs.
 *
 * @param inventory which nodes there are
 * @param records what their guards have
 */
public record AuditedNodes(Inventory inventory, GuardRecords records) {

  /** The runs that any of these nodes knows. */
  public GuardRecords.KnownRuns runs() {
    return records.runs(present());
  }

  List<String> present() {
    return inventory.present().stream().map(node -> node.name().value()).toList();
  }
}
