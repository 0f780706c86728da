package io.safeops.action;

import io.safeops.transport.Quote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Makes the scripts for changes of OVS bridge ports: each node does and undoes its own. */
final class BridgePortOperation {

  private BridgePortOperation() {}

  static Operation of(List<BridgePortChange> changes) {
    Map<String, List<BridgePortChange>> byNode = new HashMap<>();
    changes.forEach(
        change -> byNode.computeIfAbsent(change.node(), name -> new ArrayList<>()).add(change));
    Map<String, Script> act = new HashMap<>();
    Map<String, Script> undo = new HashMap<>();
    byNode.forEach(
        (node, own) -> {
          act.put(node, act(own));
          undo.put(node, undo(own));
        });
    return new Operation(
        act, undo, Map.of(), expectations(changes), footprint(changes), Optional.empty());
  }

  private static Script act(List<BridgePortChange> changes) {
    ShellText script = new ShellText().include("guarded.sh").include("vswitch.sh");
    for (BridgePortChange change : changes) {
      script.line(call(change.added() ? "add" : "remove", change, change.added()) + " || exit");
    }
    return script.line("exit 0").script();
  }

  private static Script undo(List<BridgePortChange> changes) {
    ShellText script = new ShellText().include("guarded.sh").include("vswitch.sh").line("worst=0");
    List<BridgePortChange> reversed = new ArrayList<>(changes);
    Collections.reverse(reversed);
    for (BridgePortChange change : reversed) {
      script.line(call(change.added() ? "undo_add" : "undo_remove", change, !change.added()));
      script.line("case $? in 0) ;; 3) [ \"$worst\" = 1 ] || worst=3 ;; *) worst=1 ;; esac");
    }
    return script.line("exit \"$worst\"").script();
  }

  private static String call(String function, BridgePortChange change, boolean withContent) {
    List<String> words = new ArrayList<>();
    words.add(function);
    words.add(change.port().bridge());
    words.add(change.port().name());
    if (withContent) {
      words.addAll(change.addition());
    }
    return Quote.words(words);
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

  private static Footprint footprint(List<BridgePortChange> changes) {
    TreeSet<OnNode> bridges = new TreeSet<>();
    changes.forEach(change -> bridges.add(new OnNode(change.node(), change.port().bridge())));
    return Footprint.of(List.of(), List.of(), List.copyOf(bridges), List.of());
  }
}
