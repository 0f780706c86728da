package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.RowKey;
import java.util.List;

/**
 * A row that another row holds, and that is inserted and deleted with it.
 *
 * @param column the column of the other row that refers to it, as {@code interfaces}
 * @param columns the columns that are written, in OVSDB's JSON
 */
public record HeldRow(RowKey key, String column, ObjectNode columns) {

  /** Fails if a row with its name exists. */
  ObjectNode waitForNone() {
    return Ovsdb.wait(key.table(), Ovsdb.where(key), List.of("_uuid"));
  }

  /**
   * Inserts it.
   *
   * @param symbol the name of the row within the transaction
   */
  ObjectNode insertion(String symbol) {
    ObjectNode insert = Ovsdb.operation("insert", key.table());
    insert.put("uuid-name", symbol);
    insert.set("row", columns);
    return insert;
  }
}
