package io.safeops.cluster;

import java.util.ArrayList;
import java.util.List;

/** What an ovsdb-server says of a database in its {@code _Server} database. */
record ServerFacts(boolean clustered, boolean leader) {

  /** Standalone; also what a server too old for {@code _Server} is. */
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

  static List<String> targets(List<OvsdbRow> connections) throws FactException {
    List<String> targets = new ArrayList<>();
    for (OvsdbRow connection : connections) {
      targets.add(connection.text("target"));
    }
    return targets.stream().sorted().toList();
  }
}
