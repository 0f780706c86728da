package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Optional;

/**
 * What a central node says of its own Northbound or Southbound database. {@link DatabaseStatus} is
 * of the one database that the facts were read from.
 *
 * @param node in the inventory
 * @param database {@code OVN_Northbound} or {@code OVN_Southbound}
 * @param model {@code standalone}, {@code clustered}, {@code relay}, or {@code unknown}
 * @param leader whether it is the leader; true for a standalone database
 * @param connected whether it has a connection to its cluster; true for a standalone database
 * @param raft what it says of its cluster; empty for a standalone database, and if it did not
 *     answer
 * @param problem why something of it could not be read. Then {@code leader} and {@code connected}
 *     are false unless the database itself said so
 */
public record DatabaseMember(
    String node,
    String database,
    String model,
    boolean leader,
    boolean connected,
    Optional<RaftStatus> raft,
    Optional<String> problem) {

  /** The {@code model} of a database that did not answer. */
  public static final String UNKNOWN = "unknown";

  public DatabaseMember {
    Preconditions.name("node of a database", node);
    Preconditions.oneOf("database", database, List.of("OVN_Northbound", "OVN_Southbound"));
    Preconditions.oneOf(
        "model of a database", model, List.of("standalone", "clustered", "relay", UNKNOWN));
  }

  public boolean isClustered() {
    return model.equals("clustered");
  }

  /** A database by what was found of it. */
  public static Builder builder(String node, String database) {
    return new Builder(node, database);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(node, database)
        .model(model)
        .leader(leader)
        .connected(connected)
        .raft(raft)
        .problem(problem);
  }

  /** Its parts by name; what is not given is unknown. */
  public static final class Builder {
    private final String node;
    private final String database;
    private String model = UNKNOWN;
    private boolean leader;
    private boolean connected;
    private Optional<RaftStatus> raft = Optional.empty();
    private Optional<String> problem = Optional.empty();

    private Builder(String node, String database) {
      this.node = node;
      this.database = database;
    }

    public Builder model(String newModel) {
      model = newModel;
      return this;
    }

    public Builder leader(boolean newLeader) {
      leader = newLeader;
      return this;
    }

    public Builder connected(boolean newConnected) {
      connected = newConnected;
      return this;
    }

    public Builder raft(Optional<RaftStatus> newRaft) {
      raft = newRaft;
      return this;
    }

    public Builder problem(Optional<String> newProblem) {
      problem = newProblem;
      return this;
    }

    public DatabaseMember build() {
      return new DatabaseMember(node, database, model, leader, connected, raft, problem);
    }
  }
}
