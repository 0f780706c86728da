package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an ovsdb-server says about a database in its {@code _Server} database. */
record ServerFacts(boolean clustered, boolean leader) {

  /**
   * A standalone database. A server that is too old for {@code _Server} also counts as standalone.
   */
  static final ServerFacts STANDALONE = new ServerFacts(false, true);

  static ServerFacts of(String database, String answer) throws FactException {
    for (OvsdbRow row : OvsdbRow.tables("_Server", answer, 1).get(0)) {
      if (row.text("name").equals(database)) {
        boolean clustered = row.text("model").equals("clustered");
        return new ServerFacts(clustered, !clustered || row.isTrue("leader", false));
      }
    }
    return STANDALONE;
  }

  /**
   * The status of a database on a node, from its global row (at most one) and its connections. Only
   * the Northbound holds what all chassis have applied ({@code hv_cfg}).
   */
  DatabaseStatus status(
      String database, String node, List<OvsdbRow> globals, List<OvsdbRow> connections)
      throws FactException {
    Optional<OvsdbRow> global = globals.stream().findFirst();
    return DatabaseStatus.builder(database, node)
        .remotes(targets(connections))
        .clustered(clustered)
        .leader(leader)
        .options(global.isPresent() ? global.get().map("options") : Map.of())
        .nbCfg(global.isPresent() ? global.get().number("nb_cfg").orElse(0L) : 0)
        .hvCfg(global.isPresent() ? global.get().number("hv_cfg").orElse(0L) : 0)
        .build();
  }

  private static List<String> targets(List<OvsdbRow> connections) throws FactException {
    List<String> targets = new ArrayList<>();
    for (OvsdbRow connection : connections) {
      targets.add(connection.text("target"));
    }
    return targets.stream().sorted().toList();
  }
}
