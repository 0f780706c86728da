package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an ovsdb-server says about a database in its {@code _Server} database (ovsdb-server(5)).
 *
 * @param connected whether it has a connection to its cluster; true for a standalone database
 * @param schemaVersion of the database's schema; empty if not told
 */
record ServerFacts(boolean clustered, boolean leader, boolean connected, String schemaVersion) {

  /** In a schema only the version of the schema itself is a text of that name (RFC 7047, 3.2). */
  private static final Pattern VERSION =
      Pattern.compile("\"version\":\"([0-9]{1,9}(?:\\.[0-9]{1,9}){1,3})\"");

  /**
   * A standalone database. A server that is too old for {@code _Server} also counts as standalone.
   */
  static final ServerFacts STANDALONE = new ServerFacts(false, true, true, "");

  static ServerFacts of(String database, String answer) throws FactException {
    for (OvsdbRow row : OvsdbRow.tables("_Server", answer, 1).get(0)) {
      if (row.text("name").equals(database)) {
        boolean clustered = row.text("model").equals("clustered");
        Matcher version = VERSION.matcher(row.text("schema"));
        return new ServerFacts(
            clustered,
            !clustered || row.isTrue("leader", false),
            !clustered || row.isTrue("connected", false),
            version.find() ? version.group(1) : "");
      }
    }
    return STANDALONE;
  }

  /** The {@code model} of that database; empty if the server does not have it. */
  static Optional<String> model(String database, String answer) throws FactException {
    for (OvsdbRow row : OvsdbRow.tables("_Server", answer, 1).get(0)) {
      if (row.text("name").equals(database)) {
        return row.first("model");
      }
    }
    return Optional.empty();
  }

  /**
   * The status of a database on a node, from its global row (at most one) and its connections. Only
   * the Northbound holds what all chassis have applied ({@code hv_cfg}).
   */
  DatabaseStatus status(
      String database, String node, List<OvsdbRow> globals, List<OvsdbRow> connections)
      throws FactException {
    Optional<OvsdbRow> global = globals.stream().findFirst();
    List<OvsdbRow> readOnly = new ArrayList<>();
    for (OvsdbRow connection : connections) {
      if (connection.isTrue("read_only", false)) {
        readOnly.add(connection);
      }
    }
    return DatabaseStatus.builder(database, node)
        .remotes(targets(connections))
        .readOnly(targets(readOnly))
        .clustered(clustered)
        .leader(leader)
        .options(global.isPresent() ? global.get().map("options") : Map.of())
        .nbCfg(global.isPresent() ? global.get().number("nb_cfg").orElse(0L) : 0)
        .hvCfg(global.isPresent() ? global.get().number("hv_cfg").orElse(0L) : 0)
        .connected(connected)
        .schemaVersion(schemaVersion)
        .timestamp(global.flatMap(row -> time(row, "nb_cfg_timestamp")))
        .sbCfg(global.flatMap(row -> optionalNumber(row, "sb_cfg")))
        .build();
  }

  /** A number of a column that older databases lack; empty if it is no number. */
  private static Optional<Long> optionalNumber(OvsdbRow row, String column) {
    return OptionalPart.of(() -> row.number(column)).flatMap(number -> number);
  }

  /** Milliseconds since 1970; empty if nobody has written them, which OVSDB shows as 0. */
  static Optional<Long> time(OvsdbRow row, String column) {
    return optionalNumber(row, column).filter(millis -> millis > 0);
  }

  private static List<String> targets(List<OvsdbRow> connections) throws FactException {
    List<String> targets = new ArrayList<>();
    for (OvsdbRow connection : connections) {
      targets.add(connection.text("target"));
    }
    return targets.stream().sorted().toList();
  }
}
