package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A row that a step deletes, beside what its undo writes back.
 *
 * @param written by column, as {@link WholeRow} has it; of all others the undo writes nothing
 * @param linked the columns that refer to it and that the undo writes back, as {@code Bridge.ports}
 * @param held how many rows that it holds the undo makes again
 */
public record DeletedRow(RowKey key, Map<String, String> written, List<String> linked, long held) {

  public DeletedRow {
    written = Map.copyOf(written);
    linked = List.copyOf(linked);
  }

  /** The row as it was read; empty where it was not. */
  public Optional<WholeRow> row(Cluster cluster) {
    return cluster.row(key).filter(WholeRow::isRead).filter(WholeRow::isThere);
  }

  /** What is lost with it, if anything is. */
  public RowLosses losses(Cluster cluster) {
    Optional<WholeRow> row = row(cluster);
    if (row.isEmpty()) {
      String why =
          cluster
              .row(key)
              .map(each -> each.problem().orElse("there is no such row"))
              .orElse("it was not read");
      return new RowLosses(List.of(), List.of(key.label() + ": " + why));
    }
    List<String> lost = new ArrayList<>();
    row.get()
        .getConfigured()
        .forEach(
            (column, value) -> {
              if (!row.get().holds(column, wanted(column, value))) {
                lost.add(SecretMask.text(column + " " + value));
              }
            });
    for (RowReference reference : row.get().references()) {
      if (!linked.contains(reference.table() + "." + reference.column())) {
        lost.add("what refers to it: " + reference);
      }
    }
    if (row.get().contained() > held) {
      lost.add(row.get().contained() - held + " more rows that it holds");
    }
    return lost.isEmpty()
        ? RowLosses.NONE
        : new RowLosses(List.of(key.label() + ": " + String.join(", ", lost)), List.of());
  }

  private String wanted(String column, String value) {
    return written.getOrDefault(column, OvsdbRow.empty(value));
  }

  /**
   * What a transaction looks at before it deletes the row: each column holds what the undo would
   * write and no more, and nothing refers to the row but what the undo would make refer to it.
   *
   * @param left columns that the transaction looks at already
   */
  public List<RowCheck> checks(WholeRow row, List<String> left) {
    List<RowCheck> checks = new ArrayList<>();
    new TreeMap<>(row.columns())
        .forEach(
            (column, value) -> {
              if (!left.contains(column) && !row.isOfDaemon(column)) {
                String wanted = wanted(column, value);
                ObjectNode wait =
                    RowCheck.column(
                        key.table(),
                        row.uuid(),
                        column,
                        row.holds(column, wanted) ? value : wanted);
                checks.add(
                    new RowCheck(
                        wait, column + " of " + key.label() + " is not what the undo would write"));
              }
            });
    for (String referring : row.mayRefer()) {
      if (!linked.contains(referring)) {
        checks.add(
            new RowCheck(
                RowCheck.unreferred(referring, row.uuid()),
                "a row refers to " + key.label() + " in " + referring));
      }
    }
    return checks;
  }
}
