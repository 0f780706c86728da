package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.row.RowLosses;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What it takes to do one action on one cluster, by node.
 *
 * @param act on the nodes that do it. Exit 0: done. Anything else: failed
 * @param undo on the same nodes, the voters. Exit 0: proven restored, read after the writing. 3:
 *     conflict, what is there is no longer ours and was not touched. 75: at boot, what it waits for
 *     starts only when the guard runs. Anything else: try again
 * @param local what a node does by itself against being hurt; a node that has only this is soft.
 *     Exit 0: nothing harmful is left here, the Southbound is connected and shows it gone. 10:
 *     acted, or cannot tell yet: run again
 * @param expect what must hold afterwards, in order
 * @param footprint what rules, drift and "restored" look at
 * @param irreversible why it cannot be undone; then the undo scripts only say so
 * @param api what the run itself does once all nodes have done their part
 * @param asks what these scripts ask of databases, by node, to be tried before it is armed
 * @param losses what goes for good with the rows that it deletes; then the act itself refuses
 */
public record Operation(
    Map<String, Script> act,
    Map<String, Script> undo,
    Map<String, Script> local,
    List<Expectation> expect,
    Footprint footprint,
    Optional<String> irreversible,
    Optional<ApiChange> api,
    Map<String, List<DatabaseQuestion>> asks,
    RowLosses losses) {

  public Operation {
    act = Collections.unmodifiableMap(new TreeMap<>(act));
    undo = Collections.unmodifiableMap(new TreeMap<>(undo));
    local = Collections.unmodifiableMap(new TreeMap<>(local));
    expect = List.copyOf(expect);
    asks = Collections.unmodifiableMap(new TreeMap<>(asks));
    if (act.isEmpty()) {
      throw new IllegalArgumentException("an operation is done on no node");
    }
    if (!act.keySet().equals(undo.keySet())) {
      throw new IllegalArgumentException(
          "done on " + act.keySet() + " but undone on " + undo.keySet());
    }
  }

  /** All on nodes. */
  public Operation(
      Map<String, Script> act,
      Map<String, Script> undo,
      Map<String, Script> local,
      List<Expectation> expect,
      Footprint footprint,
      Optional<String> irreversible) {
    this(
        act,
        undo,
        local,
        expect,
        footprint,
        irreversible,
        Optional.empty(),
        Map.of(),
        RowLosses.NONE);
  }

  /** With other things to expect of it. */
  public Operation expecting(List<Expectation> other) {
    return new Operation(act, undo, local, other, footprint, irreversible, api, asks, losses);
  }

  public Operation withFootprint(Footprint other) {
    return new Operation(act, undo, local, expect, other, irreversible, api, asks, losses);
  }

  public Operation asking(Map<String, List<DatabaseQuestion>> questions) {
    return new Operation(act, undo, local, expect, footprint, irreversible, api, questions, losses);
  }

  public Operation losing(RowLosses rows) {
    return new Operation(act, undo, local, expect, footprint, irreversible, api, asks, rows);
  }

  /**
   * Nothing on any node. One is armed all the same: it lets no second run in, shows the code, and
   * knows how this one ended.
   *
   * @param node where nothing is done
   */
  public static Operation throughApi(
      String node, ApiChange change, List<Expectation> expect, Footprint footprint) {
    Script nothing = new Script("exit 0\n");
    return new Operation(
        Map.of(node, nothing),
        Map.of(node, nothing),
        Map.of(),
        expect,
        footprint,
        Optional.empty(),
        Optional.of(change),
        Map.of(),
        RowLosses.NONE);
  }

  /** The nodes with a real undo. */
  public List<String> voters() {
    return List.copyOf(act.keySet());
  }

  /** The nodes that are only hurt, and have a part of their own against it. */
  public List<String> softNodes() {
    TreeSet<String> soft = new TreeSet<>(local.keySet());
    soft.removeAll(act.keySet());
    return List.copyOf(soft);
  }
}
