package io.safeops.action;

import io.safeops.action.row.Ovsdb;
import io.safeops.transport.ShellQuote;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a part of an undo asks of a database on its node. It is tried once before the node is armed:
 * a part that nobody answers would never know that the change is gone, and a node that it silences
 * would stay silenced until its horizon.
 */
public sealed interface DatabaseQuestion {

  /**
   * The Southbound, where ovn-controller has it and with the keys that ovn-controller has.
   *
   * @param query OVSDB operations as one shell word, as {@link Ovsdb#expand} makes it
   */
  record Southbound(String query) implements DatabaseQuestion {
    @Override
    public String words() {
      return "southbound_tried " + query;
    }
  }

  /**
   * The Northbound, where a change of it is written and undone.
   *
   * @param remotes in the order they are tried
   */
  record Northbound(List<String> remotes) implements DatabaseQuestion {
    public Northbound {
      remotes = List.copyOf(remotes);
    }

    @Override
    public String words() {
      return "NB_REMOTES=" + ShellQuote.word(String.join(" ", remotes)) + "\nnb_tried";
    }
  }

  /**
   * How many are tried on one node. Those of one plan differ by the name of a port only, and all
   * must be answered within the guard's 8 s.
   */
  int MOST = 5;

  /** Shell that asks, and says what it tried and heard where it fails. */
  String words();

  /**
   * One script for what a node is to be asked: exit 0 when everything was answered.
   *
   * @return empty where there is nothing to ask
   */
  static Optional<Script> trial(Collection<DatabaseQuestion> questions) {
    Set<DatabaseQuestion> distinct = new LinkedHashSet<>(questions);
    if (distinct.isEmpty()) {
      return Optional.empty();
    }
    ShellText script =
        new ShellText()
            .unguarded()
            .include("guarded.sh")
            .include("keys.sh")
            .include("asks.sh")
            .include("northbound/northbound.sh");
    distinct.stream().limit(MOST).forEach(each -> script.line(each.words() + " || exit 1"));
    return Optional.of(script.line("exit 0").script());
  }
}
