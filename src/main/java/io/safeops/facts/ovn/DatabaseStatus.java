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
 * @param connected whether the member that was read has a connection to its cluster ({@code
 *     _Server}, {@code Database.connected}); true for a standalone database, and where it was not
 *     read. {@link DatabaseMember} tells what was not read
 * @param schemaVersion of its schema, such as {@code 20.27.0}; empty if not read
 * @param timestamp when northd has seen that number ({@code nb_cfg_timestamp}), in milliseconds
 *     since 1970 by the clock of its node; empty if not read or never written
 * @param sbCfg the number of the configuration that northd has written into the Southbound
 *     (Northbound only); a counter; empty if not read
 * @param readOnly those of the remotes on which it takes no changes ({@code Connection.read_only});
 *     the Northbound has none
 * @param unread the parts that could not be read although the rest was, such as {@value #ROUTERS},
 *     with the reason; empty if there is none
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
    Optional<String> problem,
    boolean connected,
    String schemaVersion,
    Optional<Long> timestamp,
    Optional<Long> sbCfg,
    List<String> readOnly,
    Optional<Map<String, String>> unread) {

  /** The part of the Northbound with logical routers, their ports and their gateway chassis. */
  public static final String ROUTERS = "logical routers";

  /** The part of the Northbound with the HA chassis groups. */
  public static final String GROUPS = "HA chassis groups";

  public DatabaseStatus {
    Preconditions.oneOf("database", name, List.of("OVN_Northbound", "OVN_Southbound"));
    Preconditions.name("node of database " + name, node);
    remotes = List.copyOf(remotes);
    options = Preconditions.sorted(options);
    readOnly = List.copyOf(readOnly);
    unread = unread.filter(parts -> !parts.isEmpty()).map(Preconditions::sorted);
  }

  /** The reason why a part could not be read; empty if it was read, or is not in the database. */
  public Optional<String> unread(String part) {
    return unread.map(parts -> parts.get(part));
  }

  public boolean isReadable() {
    return problem.isEmpty();
  }

  public DatabaseStatus withOptions(Map<String, String> newOptions) {
    return toBuilder().options(newOptions).build();
  }

  /** The same database if it cannot be read. */
  public DatabaseStatus unreadable(String why) {
    return builder(name, node).connected(false).problem(Optional.of(why)).build();
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
        .problem(problem)
        .connected(connected)
        .schemaVersion(schemaVersion)
        .timestamp(timestamp)
        .sbCfg(sbCfg)
        .readOnly(readOnly)
        .unread(unread);
  }

  /** Its parts by name; what is not given is empty, and the database is connected. */
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
    private boolean connected = true;
    private String schemaVersion = "";
    private Optional<Long> timestamp = Optional.empty();
    private Optional<Long> sbCfg = Optional.empty();
    private List<String> readOnly = List.of();
    private Optional<Map<String, String>> unread = Optional.empty();

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

    public Builder connected(boolean newConnected) {
      connected = newConnected;
      return this;
    }

    public Builder schemaVersion(String newSchemaVersion) {
      schemaVersion = newSchemaVersion;
      return this;
    }

    public Builder timestamp(Optional<Long> newTimestamp) {
      timestamp = newTimestamp;
      return this;
    }

    public Builder sbCfg(Optional<Long> newSbCfg) {
      sbCfg = newSbCfg;
      return this;
    }

    public Builder readOnly(List<String> newReadOnly) {
      readOnly = newReadOnly;
      return this;
    }

    public Builder unread(Optional<Map<String, String>> newUnread) {
      unread = newUnread;
      return this;
    }

    public DatabaseStatus build() {
      return new DatabaseStatus(
          name,
          node,
          remotes,
          clustered,
          leader,
          options,
          nbCfg,
          hvCfg,
          problem,
          connected,
          schemaVersion,
          timestamp,
          sbCfg,
          readOnly,
          unread);
    }
  }
}
