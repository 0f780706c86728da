package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ShellText;
import java.util.List;

/**
 * What {@code nb_undo} of northbound.sh does to put one row back, as transactions.
 *
 * @param database that has the row
 * @param markBefore the run whose mark the row had before; empty for none
 * @param query selects the row, then the row where it is this run's
 * @param restored fails unless the row is as it was; empty if it was not there
 * @param fromAbsent makes the row where there is none; empty if nothing is to be made
 * @param ours fails where somebody else has written what this run wrote
 * @param fromOurs writes the row back, where it still is this run's
 */
record RowUndo(
    String database,
    String markBefore,
    List<ObjectNode> query,
    List<ObjectNode> restored,
    List<ObjectNode> fromAbsent,
    List<ObjectNode> ours,
    List<ObjectNode> fromOurs) {

  RowUndo {
    query = List.copyOf(query);
    restored = List.copyOf(restored);
    fromAbsent = List.copyOf(fromAbsent);
    ours = List.copyOf(ours);
    fromOurs = List.copyOf(fromOurs);
  }

  /** The functions that {@code nb_undo} asks for, and the call. */
  void appendTo(ShellText script) {
    script.line("(");
    script.assign("NB_BEFORE_RUN", markBefore);
    define(script, "row_query", "printf '%s\\n'", query);
    if (restored.isEmpty()) {
      script.line("row_restored() { :; }");
    } else {
      define(script, "row_restored", "printf '%s\\n'", restored);
    }
    if (fromAbsent.isEmpty()) {
      script.line("from_absent() { nothing_to_write; }");
    } else {
      define(script, "from_absent", "nb_write", fromAbsent);
    }
    define(script, "row_ours", "printf '%s\\n'", ours);
    define(script, "from_ours", "nb_write", fromOurs);
    script.line("nb_undo");
    script.line(")");
  }

  private void define(
      ShellText script, String function, String command, List<ObjectNode> operations) {
    script.line(function + "() {");
    script.command("  " + command, Ovsdb.expand(Ovsdb.transaction(database, operations)));
    script.line("}");
  }
}
