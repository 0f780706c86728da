package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.List;

/**
 * What a server of a RAFT cluster says of itself and of the others ({@code ovs-appctl
 * cluster/status}, ovsdb-server(1)).
 *
 * @param serverId the first four hexadecimal digits of its server id
 * @param role {@code leader}, {@code follower} or {@code candidate}
 * @param term the number of the present term
 * @param leader the id of the leader, {@code self}, or {@code unknown}
 * @param servers the members of the cluster, with itself, as this server knows them
 */
public record RaftStatus(
    String serverId, String role, long term, String leader, List<RaftServer> servers) {

  public RaftStatus {
    Preconditions.name("id of a RAFT server", serverId);
    servers = List.copyOf(servers);
  }
}
