package io.safeops.action.chassis;

import io.safeops.action.RowUndoText;
import io.safeops.action.ShellText;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.VswitchTables;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of the {@code external_ids} of one row in a node's own Open_vSwitch database, as
 * scripts: one transaction that fails if a key has changed since the review, and an undo that
 * restores each key that still has the value this run wrote.
 *
 * @param row of {@code Open_vSwitch}, which has one row, or of {@code Interface}
 */
record ExternalIds(RowKey row, List<ExternalIdChange> changes) {

  ExternalIds {
    changes = List.copyOf(changes);
  }

  /** Appends the act, which ends the script. */
  ShellText act(ShellText script) {
    return definitions(script).line("ids_act").line("exit");
  }

  /**
   * Appends {@code ids_undo}, which restores each key, and its call. Its exit status is that of an
   * undo.
   */
  ShellText undo(ShellText script) {
    definitions(script).include("row/rows.sh");
    script.line("ids_undo() {").line("ids_worst=0");
    for (int i = changes.size() - 1; i >= 0; i--) {
      ExternalIdChange change = changes.get(i);
      script.assign("ID_KEY", change.key());
      RowUndoText.append(script, change(List.of(change)), i);
      script.line(
          "case $? in 0) ;; 3) [ \"$ids_worst\" = 1 ] || ids_worst=3 ;; *) ids_worst=1 ;; esac");
    }
    return script.line("return \"$ids_worst\"").line("}").line("ids_undo");
  }

  private ShellText definitions(ShellText script) {
    RowChange<Map<String, String>> all = change(changes);
    String what = row.key().equals(RowKey.ONLY) ? row.table() : "interface " + row.key();
    script
        .assign("ID_WHAT", what)
        .assign("ID_SELECT", all.selecting())
        .assign("ID_FORWARD", all.writing())
        .line("each_id() {");
    for (ExternalIdChange change : changes) {
      script.command(
          "  \"$1\"",
          ShellQuote.words(
              List.of(
                  change.key(),
                  pair(change.key(), change.before()),
                  pair(change.key(), change.after()))));
    }
    return script.line("}").include("row/vswitch.sh").include("chassis/ids.sh");
  }

  /** The change of the row, with only these keys: no other key is read or written. */
  private RowChange<Map<String, String>> change(List<ExternalIdChange> some) {
    Map<String, String> before = new TreeMap<>();
    Map<String, String> after = new TreeMap<>();
    for (ExternalIdChange change : some) {
      change.before().ifPresent(value -> before.put(change.key(), value));
      change.after().ifPresent(value -> after.put(change.key(), value));
    }
    return RowChange.update(VswitchTables.externalIds(row), before, after);
  }

  /** The pair as the database writes it; empty if the key is not set. */
  private static String pair(String key, Optional<String> value) {
    return value.map(text -> "[" + WholeRow.text(key) + "," + WholeRow.text(text) + "]").orElse("");
  }
}
