package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.row.RowLosses;
import io.safeops.transport.ShellQuote;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Scripts on nodes.
 *
 * @param act on the nodes that do it. Exit 0: done. Anything else: failed
 * @param undo on the same nodes, the voters. Exit 0: proven restored, read after the writing. 3:
 *     conflict, what is there is no longer ours and was not touched. 75: at boot, what it waits for
 *     starts only when the guard runs. Anything else: try again
 * @param local what a node does by itself against being hurt; a node that has only this is soft.
 *     Exit 0: nothing harmful is left here, the Southbound is connected and shows it gone. 10:
 *     acted, or cannot tell yet: run again
 * @param irreversible why it cannot be undone; then the undo scripts only say so
 */
public record OnNodes(
    Map<String, Script> act,
    Map<String, Script> undo,
    Map<String, Script> local,
    List<Expectation> expect,
    Footprint footprint,
    Optional<String> irreversible,
    Map<String, List<DatabaseQuestion>> asks,
    RowLosses losses)
    implements Operation {

  public OnNodes {
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

  /** The same, to be changed. */
  public Builder with() {
    Builder builder = new Builder();
    builder.act.putAll(act);
    builder.undo.putAll(undo);
    builder.local.putAll(local);
    builder.expect = expect;
    builder.footprint = footprint;
    builder.irreversible = irreversible;
    builder.asks = asks;
    builder.losses = losses;
    return builder;
  }

  @Override
  public OnNodes expecting(List<Expectation> other) {
    return with().expect(other).build();
  }

  @Override
  public List<String> voters() {
    return List.copyOf(act.keySet());
  }

  @Override
  public Set<String> withLocalPart() {
    return local.keySet();
  }

  @Override
  public <T> T match(
      Function<OnNodes, T> onNodes, Function<ThroughApi, T> throughApi, Function<Refused, T> no) {
    return onNodes.apply(this);
  }

  /** Puts one together, node by node. What is not said is nothing. */
  public static final class Builder {

    private final Map<String, Script> act = new TreeMap<>();
    private final Map<String, Script> undo = new TreeMap<>();
    private final Map<String, Script> local = new TreeMap<>();
    private List<Expectation> expect = List.of();
    private Footprint footprint = Footprint.EMPTY;
    private Optional<String> irreversible = Optional.empty();
    private Map<String, List<DatabaseQuestion>> asks = Map.of();
    private RowLosses losses = RowLosses.NONE;

    Builder() {}

    /** What is done on a node, and what takes it back there. */
    public Builder act(String node, Script doing, Script undoing) {
      act.put(node, doing);
      undo.put(node, undoing);
      return this;
    }

    /**
     * What is done on a node and cannot be taken back. Its undo says so, and that what is there is
     * not restored: as for a conflict, nobody tries again.
     */
    public Builder actForGood(String node, Script doing, String why) {
      return act(node, doing, new Script("echo " + ShellQuote.word(why) + "\nexit 3\n"));
    }

    /** What the nodes do by themselves against being hurt. */
    public Builder local(Map<String, Script> parts) {
      local.putAll(parts);
      return this;
    }

    public Builder expect(List<? extends Expectation> expectations) {
      expect = List.copyOf(expectations);
      return this;
    }

    public Builder footprint(Footprint all) {
      footprint = all;
      return this;
    }

    public Builder irreversible(String why) {
      irreversible = Optional.of(why);
      return this;
    }

    public Builder asks(Map<String, List<DatabaseQuestion>> questions) {
      asks = questions;
      return this;
    }

    public Builder losses(RowLosses rows) {
      losses = rows;
      return this;
    }

    public OnNodes build() {
      return new OnNodes(act, undo, local, expect, footprint, irreversible, asks, losses);
    }
  }
}
