package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the Northbound or the Southbound database was found.
 *
 * @param name {@code OVN_Northbound} or {@code OVN_Southbound}
 * @param node where it was read
 * @param remotes where it listens ({@code Connection}), as {@code ptcp:6641:0.0.0.0}
 * @param clustered whether it is a RAFT member
 * @param leader whether the member read is the leader; true for a standalone database
 * @param options of NB_Global or SB_Global
 * @param nbCfg the configuration number asked for; a counter, not content
 * @param hvCfg the least one that all chassis have applied (Northbound only); a counter
 * @param problem why it could not be read; then its tables are missing from the facts
 */
public record DatabaseStatus(
    String name,
    String node,
    List<String> remotes,
    boolean clustered,
    boolean leader,
    Map<String, String> options,
    long nbCfg,
    long hvCfg,
    Optional<String> problem) {

  public DatabaseStatus {
    Preconditions.oneOf("database", name, List.of("OVN_Northbound", "OVN_Southbound"));
    Preconditions.name("node of database " + name, node);
    remotes = List.copyOf(remotes);
    options = Preconditions.sorted(options);
  }

  public boolean isReadable() {
    return problem.isEmpty();
  }

  public DatabaseStatus withOptions(Map<String, String> newOptions) {
    return new DatabaseStatus(
        name, node, remotes, clustered, leader, newOptions, nbCfg, hvCfg, problem);
  }

  /** The same database where it cannot be read. */
  public DatabaseStatus unreadable(String why) {
    return new DatabaseStatus(
        name, node, List.of(), false, false, Map.of(), 0, 0, Optional.of(why));
  }
}
