package io.safeops.action.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.RowUndoText;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowChange;
import io.safeops.facts.model.RowKey;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;

/** Makes the scripts that update one row of a node's own Open_vSwitch database. */
final class VswitchRows {

  private VswitchRows() {}

  /** Writes the row, and waits until ovs-vswitchd has applied it. */
  static Script act(RowChange<?> change) {
    List<ObjectNode> operations = new ArrayList<>(change.operations("done"));
    operations.addAll(Ovsdb.countUp("Open_vSwitch", "next_cfg"));
    return script(change)
        .command(
            "vswitch_act",
            Ovsdb.expand(Ovsdb.transaction(change.key().database(), operations)) + " || exit")
        .line("exit 0")
        .script();
  }

  static Script undo(RowChange<?> change) {
    ShellText script = script(change).include("row/rows.sh");
    RowUndoText.append(script, change, 0);
    return script.script();
  }

  private static ShellText script(RowChange<?> change) {
    RowKey key = change.key();
    return new ShellText()
        .assign("ROW_WHAT", key.table() + " " + key.key())
        .include("guarded.sh")
        .include("row/vswitch.sh")
        .include("bridge/written.sh");
  }

  /** One line for each node: the command that does the same by hand. */
  static String described(List<String> nodes, List<String> command) {
    return String.join(
        "\n", nodes.stream().map(node -> node + ": " + ShellQuote.words(command)).toList());
  }
}
