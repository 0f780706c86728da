package io.safeops.action.northbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ActionException;
import io.safeops.action.CheckExpectation;
import io.safeops.action.DatabaseQuestion;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.RowUndoText;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowCheck;
import io.safeops.action.row.RowLosses;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the operation that changes rows of the Northbound or of the Southbound: one transaction on
 * one central node, its undo there, and the expectation that the rows are as written. An action
 * adds what else follows from the rows.
 */
public final class RowOperation {

  private static final int SECONDS = 3;

  private RowOperation() {}

  /**
   * @param still further conditions for writing, besides that the rows are as they were read
   */
  static OnNodes of(List<? extends RowChange<?>> changes, List<ObjectNode> still, Cluster before)
      throws ActionException {
    return of(changes, still, before, NorthboundAccess.of(before));
  }

  /** The operation that changes rows of the Southbound. */
  public static OnNodes southbound(List<? extends RowChange<?>> changes, Cluster before)
      throws ActionException {
    return of(changes, List.of(), before, NorthboundAccess.southbound(before));
  }

  private static OnNodes of(
      List<? extends RowChange<?>> changes,
      List<ObjectNode> still,
      Cluster before,
      NorthboundAccess access)
      throws ActionException {
    for (RowChange<?> change : changes) {
      requireRestorable(change);
    }
    List<RowKey> rows =
        changes.stream()
            .flatMap(
                change ->
                    change.key().isSouthbound() ? change.keys().stream() : Stream.of(change.key()))
            .toList();
    return Operation.onNodes()
        .act(access.node(), act(changes, still, before, access), undo(changes, access))
        .expect(List.of(written(changes, access)))
        .footprint(Footprint.ofRows(rows))
        .asks(asks(access))
        .losses(losses(changes, before))
        .build();
  }

  /** The queries to try before arming. Only access with keys needs a try. */
  static Map<String, List<DatabaseQuestion>> asks(NorthboundAccess access) {
    return access.remotes().stream().anyMatch(remote -> remote.startsWith("ssl:"))
        ? Map.of(
            access.node(),
            List.of(new DatabaseQuestion.Central(access.database(), access.remotes())))
        : Map.of();
  }

  /** Refuses a row that the undo could not restore exactly. */
  private static void requireRestorable(RowChange<?> change) throws ActionException {
    if (change.before().isPresent() && change.before().get().toString().indexOf(0xFFFD) >= 0) {
      throw new ActionException(
          change.key().label() + " holds control characters: no undo can restore it exactly");
    }
  }

  private static RowLosses losses(List<? extends RowChange<?>> changes, Cluster before) {
    return changes.stream()
        .flatMap(change -> change.deletedWithHeld(before).stream())
        .map(row -> row.losses(before))
        .reduce(RowLosses.NONE, RowLosses::and);
  }

  private static ShellText script(ShellText text, NorthboundAccess access) {
    if (access.isSouthbound()) {
      text.assign("NB_OR_SB", "sb");
    }
    return text.include("guarded.sh")
        .include("keys.sh")
        .assign("NB_REMOTES", String.join(" ", access.remotes()))
        .include("northbound/northbound.sh");
  }

  private static Script act(
      List<? extends RowChange<?>> changes,
      List<ObjectNode> still,
      Cluster before,
      NorthboundAccess access) {
    List<RowCheck> checks = new ArrayList<>();
    changes.forEach(change -> checks.addAll(change.checks(before)));
    List<ObjectNode> operations = new ArrayList<>(checks.stream().map(RowCheck::look).toList());
    operations.addAll(still);
    for (int i = 0; i < changes.size(); i++) {
      operations.addAll(changes.get(i).operations("done" + i));
    }
    return script(new ShellText(), access)
        .assign("NB_UNSEEN", String.join(", ", losses(changes, before).unseen()))
        .assign(
            "NB_OTHERWISE",
            checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n")))
        .command("nb_act", Ovsdb.expand(Ovsdb.transaction(access.database(), operations)))
        .script();
  }

  private static Script undo(List<? extends RowChange<?>> changes, NorthboundAccess access) {
    ShellText script = script(new ShellText(), access).include("row/rows.sh").line("worst=0");
    for (int i = changes.size() - 1; i >= 0; i--) {
      RowUndoText.append(script, changes.get(i), i);
      // A conflict is final; it must not hide a result that is worth another try.
      script.line("case $? in 0) ;; 3) [ \"$worst\" = 1 ] || worst=3 ;; *) worst=1 ;; esac");
    }
    return script.line("exit \"$worst\"").script();
  }

  private static CheckExpectation written(
      List<? extends RowChange<?>> changes, NorthboundAccess access) {
    List<ObjectNode> waits = new ArrayList<>();
    changes.forEach(change -> waits.add(change.waitForWritten()));
    String rows =
        changes.stream()
            .map(change -> change.table().name() + " " + change.key().key())
            .collect(Collectors.joining(", "));
    Script script =
        script(new ShellText().unguarded(), access)
            .command(
                "row_transact " + SECONDS,
                Ovsdb.expand(Ovsdb.transaction(access.database(), waits)) + " && exit")
            .line("say \"the " + access.word() + " answers: ${ROW_ANSWER:-nothing}\"")
            .line("exit 1")
            .script();
    return new CheckExpectation(
        access.node(),
        "the " + access.word() + " has it as written: " + rows,
        script,
        Duration.ZERO);
  }
}
