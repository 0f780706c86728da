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
 * An operation that runs scripts on nodes.
 *
 * @param act the script that makes the change, by node. Exit 0: done. Anything else: failed
 * @param undo the undo, on the same nodes; these are the voters. Exit 0: proven restored, read
 *     after writing. 3: conflict, somebody else has changed it and it was not touched. 75: at boot,
 *     the unit that it waits for starts only after the guard. Anything else: try again
 * @param local how a node protects itself; a node that has only this is soft. Exit 0: nothing
 *     harmful is left on this node, the Southbound is connected and shows that the change is gone.
 *     10: acted, or does not know yet: run again
 * @param irreversible why it cannot be undone; then the undo scripts only report that
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

  /** A builder that starts with this operation. */
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

  /** Builds an operation node by node. A part that is not set stays empty. */
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

    /** The script that makes the change on a node, and the script that undoes it there. */
    public Builder act(String node, Script doing, Script undoing) {
      act.put(node, doing);
      undo.put(node, undoing);
      return this;
    }

    /**
     * A script whose change cannot be undone. Its undo reports that nothing was restored and ends
     * like a conflict: it is not tried again.
     */
    public Builder actForGood(String node, Script doing, String why) {
      return act(node, doing, new Script("echo " + ShellQuote.word(why) + "\nexit 3\n"));
    }

    /** The scripts with which the nodes protect themselves. */
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
