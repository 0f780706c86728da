package io.safeops.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowUndo;
import io.safeops.facts.model.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The shell text that restores one row: the functions that {@code row_undo} of rows.sh needs, and
 * its call.
 *
 * <p>Comments {@code # row ID INDEX:WHAT} name what the change did: {@code insert}, {@code delete}
 * or {@code update}, and for an update the hash of each column or key. The undos of later changes
 * of the run read them.
 */
public final class RowUndoText {

  /** The seconds in which a database answers that is not overloaded. */
  private static final String READ = "row_transact 3";

  private RowUndoText() {}

  /**
   * Appends the text; its exit status is that of an undo.
   *
   * @param index the position of the change among the changes of its step
   */
  public static void append(ShellText script, RowChange<?> change, int index) {
    RowUndo undo = change.undo();
    String database = change.key().database();
    String kind = change.kind();
    List<String> touched = new ArrayList<>(List.of(kind));
    touched.addAll(undo.items().keySet());
    for (RowKey key : kind.equals("update") ? List.of(change.key()) : change.keys()) {
      touched.forEach(what -> script.line("# row " + key.id() + " " + index + ":" + what));
    }
    script.line("(");
    script.assign("ROW_ID", change.key().id());
    script.assign("ROW_INDEX", String.valueOf(index));
    script.assign("ROW_KIND", kind);
    function(script, "row_query", "printf '%s\\n'", database, undo.query());
    if (!undo.restored().isEmpty()) {
      script.line("row_restored() {");
      if (undo.isRestoredFound()) {
        script.command("  row_find", word(database, undo.query().subList(0, 1)) + " || return 2");
        script.line("  [ -n \"$FOUND_ROW\" ] || return");
      }
      script.command("  " + READ, word(database, undo.restored())).line("}");
    }
    if (undo.fromAbsent().isEmpty()) {
      script.line("from_absent() { nothing_to_write; }");
    } else {
      function(script, "from_absent", "row_write", database, undo.fromAbsent());
    }
    if (!undo.fromOurs().isEmpty()) {
      function(script, "row_ours", READ, database, undo.ours());
      function(script, "from_ours", "row_write", database, undo.fromOurs());
    }
    if (kind.equals("update")) {
      // A row that is deleted and inserted again as it was has no items, only another mark.
      script.line("row_items() {").line("  :");
      for (Map.Entry<String, List<ObjectNode>> item : undo.items().entrySet()) {
        script.command(
            "  row_item", item.getKey() + " " + word(database, item.getValue()) + " || return");
      }
      script.line("}");
    }
    script.line("row_undo").line(")");
  }

  private static void function(
      ShellText script, String name, String command, String database, List<ObjectNode> operations) {
    script.line(name + "() {");
    script.command("  " + command, word(database, operations)).line("}");
  }

  private static String word(String database, List<ObjectNode> operations) {
    return Ovsdb.expand(Ovsdb.transaction(database, operations));
  }
}
