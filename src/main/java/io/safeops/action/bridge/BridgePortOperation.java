package io.safeops.action.bridge;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.RowUndoText;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.row.CheckedWrite;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowLosses;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the scripts for changes of OVS bridge ports. Each node makes and undoes its own changes.
 */
final class BridgePortOperation {

  private BridgePortOperation() {}

  static Operation of(List<BridgePortChange> changes, Cluster before) {
    Map<String, List<BridgePortChange>> byNode = new HashMap<>();
    changes.forEach(
        change -> byNode.computeIfAbsent(change.node(), name -> new ArrayList<>()).add(change));
    OnNodes.Builder operation = Operation.onNodes();
    byNode.forEach((node, own) -> operation.act(node, act(own, before), undo(own, before)));
    return operation
        .expect(expectations(changes))
        .footprint(footprint(changes, before))
        .losses(
            changes.stream()
                .flatMap(change -> change.row(before).deletedRows().stream())
                .map(row -> row.losses(before))
                .reduce(RowLosses.NONE, RowLosses::and))
        .build();
  }

  private static Script act(List<BridgePortChange> changes, Cluster before) {
    ShellText script =
        new ShellText().include("guarded.sh").include("row/vswitch.sh").include("bridge/ports.sh");
    for (BridgePortChange change : changes) {
      RowChange<BridgePort> row = change.row(before);
      CheckedWrite write = change.added() ? row.inserting() : row.deleting(before);
      String words =
          ShellQuote.words(
              List.of(change.port().bridge(), change.port().name(), write.otherwise()));
      String transaction =
          write.transaction().map(Ovsdb::expand).orElseGet(() -> ShellQuote.word(""));
      script.command(change.added() ? "add" : "remove", words + " " + transaction + " || exit");
    }
    return script.line("exit 0").script();
  }

  private static Script undo(List<BridgePortChange> changes, Cluster before) {
    ShellText script =
        new ShellText()
            .include("guarded.sh")
            .include("row/vswitch.sh")
            .include("bridge/ports.sh")
            .include("row/rows.sh")
            .line("worst=0");
    for (int i = changes.size() - 1; i >= 0; i--) {
      BridgePortChange change = changes.get(i);
      script.assign("PORT", change.port().name());
      script.assign("PORT_ADDED", change.added() ? "1" : "");
      RowUndoText.append(script, change.row(before), i);
      script.line("case $? in 0) ;; 3) [ \"$worst\" = 1 ] || worst=3 ;; *) worst=1 ;; esac");
    }
    return script.line("exit \"$worst\"").script();
  }

  private static List<Expectation> expectations(List<BridgePortChange> changes) {
    List<Expectation> expectations = new ArrayList<>();
    for (BridgePortChange change : changes) {
      if (change.added()) {
        String name = change.port().name();
        expectations.add(
            new CheckExpectation(
                change.node(),
                "port " + name + " of " + change.port().bridge() + " is attached",
                new ShellText()
                    .assign("PATCH_INT", name)
                    .assign("PATCH_EXT", name)
                    .include("pair.sh")
                    .script(),
                Duration.ofSeconds(5)));
      }
    }
    return expectations;
  }

  private static Footprint footprint(List<BridgePortChange> changes, Cluster before) {
    List<FootprintItem> items = new ArrayList<>();
    for (BridgePortChange change : changes) {
      items.add(new BridgeItem(change.node(), change.port().bridge()));
      change.logicalPort().map(PortItem::new).ifPresent(items::add);
      change.row(before).keys().forEach(row -> items.add(new RowItem(row)));
    }
    return Footprint.of(items);
  }
}
