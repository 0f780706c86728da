package io.safeops.facts.ovn;

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
    return builder(name, node).problem(Optional.of(why)).build();
  }

  /** A database by what was found of it. */
  public static Builder builder(String name, String node) {
    return new Builder(name, node);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, node)
        .remotes(remotes)
        .clustered(clustered)
        .leader(leader)
        .options(options)
        .nbCfg(nbCfg)
        .hvCfg(hvCfg)
        .problem(problem);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private final String node;
    private List<String> remotes = List.of();
    private boolean clustered;
    private boolean leader;
    private Map<String, String> options = Map.of();
    private long nbCfg;
    private long hvCfg;
    private Optional<String> problem = Optional.empty();

    private Builder(String name, String node) {
      this.name = name;
      this.node = node;
    }

    public Builder remotes(List<String> newRemotes) {
      remotes = newRemotes;
      return this;
    }

    public Builder clustered(boolean newClustered) {
      clustered = newClustered;
      return this;
    }

    public Builder leader(boolean newLeader) {
      leader = newLeader;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder nbCfg(long newNbCfg) {
      nbCfg = newNbCfg;
      return this;
    }

    public Builder hvCfg(long newHvCfg) {
      hvCfg = newHvCfg;
      return this;
    }

    public Builder problem(Optional<String> newProblem) {
      problem = newProblem;
      return this;
    }

    public DatabaseStatus build() {
      return new DatabaseStatus(
          name, node, remotes, clustered, leader, options, nbCfg, hvCfg, problem);
    }
  }
}
