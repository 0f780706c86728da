package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.RowKey;
import java.util.List;

/**
 * A row that another one holds, and that is made and deleted with it.
 *
 * @param column of the other row, by which it is held, as {@code interfaces}
 * @param columns what is written of it, as OVSDB has it
 */
public record HeldRow(RowKey key, String column, ObjectNode columns) {

  /** Fails where there is a row of that name. */
  ObjectNode waitForNone() {
    return Ovsdb.wait(
        key.table(),
        Ovsdb.where(Ovsdb.condition("name", "==", Ovsdb.text(key.key()))),
        List.of("name"));
  }

  /**
   * Makes it.
   *
   * @param symbol by which the row that holds it refers to it
   */
  ObjectNode insertion(String symbol) {
    ObjectNode insert = Ovsdb.operation("insert", key.table());
    insert.put("uuid-name", symbol);
    insert.set("row", columns);
    return insert;
  }
}
