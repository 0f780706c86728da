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
 * A row that a step deletes, and what its undo writes back.
 *
 * @param written the columns that the undo writes, as {@link WholeRow} has them; it writes no
 *     others
 * @param linked the references to the row that the undo writes back, as {@code Bridge.ports}
 * @param held how many of the rows that it holds the undo makes again
 */
public record DeletedRow(RowKey key, Map<String, String> written, List<String> linked, long held) {

  public DeletedRow {
    written = Map.copyOf(written);
    linked = List.copyOf(linked);
  }

  /** The row as it was read; empty if it was not read. */
  public Optional<WholeRow> row(Cluster cluster) {
    return cluster.row(key).filter(WholeRow::isRead).filter(WholeRow::isThere);
  }

  /** What is lost with the row, if anything. */
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
   * The checks of a transaction before it deletes the row: each column holds what the undo would
   * write and no more, and only the references that the undo would restore point to the row.
   *
   * @param left columns that the transaction already checks
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
                "another row refers to " + key.label() + ", in " + referring));
      }
    }
    return checks;
  }
}
