package io.safeops.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowUndo;
import java.util.List;

/**
 * The shell text that restores one row: the functions that {@code row_undo} of rows.sh needs, and
 * its call.
 */
public final class RowUndoText {

  /** The seconds in which a database answers that is not overloaded. */
  private static final String READ = "row_transact 3";

  private RowUndoText() {}

  /** Appends the text; its exit status is that of an undo. */
  public static void append(ShellText script, String database, RowUndo undo) {
    script.line("(");
    script.assign("ROW_BEFORE_RUN", undo.markBefore());
    script.assign("ROW_WAS_THERE", undo.restored().isEmpty() ? "" : "1");
    script.line("row_query() {");
    script.command("  printf '%s\\n'", word(database, undo.query())).line("}");
    script.line("row_restored() {");
    if (undo.isRestoredFound()) {
      script.command("  row_find", word(database, undo.query().subList(0, 1)) + " || return");
      script.line("  [ -n \"$FOUND_ROW\" ] || return");
    }
    script.command("  " + READ, word(database, undo.restored())).line("}");
    script.line("from_absent() {");
    if (undo.fromAbsent().isEmpty()) {
      script.line("  nothing_to_write").line("}");
    } else {
      script.command("  row_write", word(database, undo.fromAbsent())).line("}");
    }
    script.line("row_ours() {");
    script.command("  " + READ, word(database, undo.ours())).line("}");
    script.line("from_ours() {");
    script.command("  row_write", word(database, undo.fromOurs())).line("}");
    script.line("row_undo").line(")");
  }

  private static String word(String database, List<ObjectNode> operations) {
    return Ovsdb.expand(Ovsdb.transaction(database, operations));
  }
}
