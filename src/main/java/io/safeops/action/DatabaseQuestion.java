package io.safeops.action;

import io.safeops.action.row.Ovsdb;
import io.safeops.facts.ovsdb.OvsdbSchema;
import io.safeops.transport.ShellQuote;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A query that a part of an undo sends to a database from its node. The query is tried once before
 * the node is armed. A part that gets no answer would never learn that the change is gone, and a
 * node that it silences would stay silenced until its horizon.
 */
public sealed interface DatabaseQuestion {

  /**
   * A query of the Southbound, with the remote and the keys that ovn-controller uses.
   *
   * @param query OVSDB operations as one shell word, made by {@link Ovsdb#expand}
   */
  record Southbound(String query) implements DatabaseQuestion {
    @Override
    public String words() {
      return "southbound_tried " + query;
    }
  }

  /**
   * A query of the Northbound or of the Southbound, on the central node where a change of it is
   * written and undone.
   *
   * @param database the name of its schema
   * @param remotes the remotes, in the order they are tried
   */
  record Central(String database, List<String> remotes) implements DatabaseQuestion {
    public Central {
      remotes = List.copyOf(remotes);
    }

    @Override
    public String words() {
      return "nb_choose "
          + (database.equals(OvsdbSchema.SOUTHBOUND) ? "sb" : "nb")
          + "\nNB_REMOTES="
          + ShellQuote.word(String.join(" ", remotes))
          + "\nnb_tried";
    }
  }

  /**
   * The largest number of queries that are tried on one node. The queries of one plan differ only
   * in the name of a port, and all must be answered within the guard's 8 s.
   */
  int MOST = 5;

  /**
   * Shell that sends the query. If the query fails, the shell prints what was tried and what came
   * back.
   */
  String words();

  /**
   * One script for all queries of a node: exit 0 when every query was answered.
   *
   * @return empty if there is no query
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
