package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of the Northbound or Southbound database.
 *
 * @param name {@code OVN_Northbound} or {@code OVN_Southbound}
 * @param node the node where it was read
 * @param remotes the addresses on which it listens ({@code Connection}), such as {@code
 *     ptcp:6641:0.0.0.0}
 * @param clustered whether it is a RAFT member
 * @param leader whether the member that was read is the leader; true for a standalone database
 * @param options of NB_Global or SB_Global
 * @param nbCfg the number of the requested configuration; a counter, not content
 * @param hvCfg the number of the configuration that all chassis have applied (Northbound only); a
 *     counter
 * @param problem the reason why it could not be read; then its tables are missing from the facts
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

  /** The same database if it cannot be read. */
  public DatabaseStatus unreadable(String why) {
    return new DatabaseStatus(
        name, node, List.of(), false, false, Map.of(), 0, 0, Optional.of(why));
  }
}
