package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A server of a RAFT cluster, as one of them lists it ({@code cluster/status}).
 *
 * @param id the first four hexadecimal digits of its server id
 * @param address at which the others reach it, such as {@code ssl:192.0.2.11:6643}
 * @param self whether it is the server that was asked
 * @param lastMessageMillis how long ago the server that was asked has heard from it, in
 *     milliseconds; empty for itself, if it has not heard from it since it started, and if it is
 *     too old to tell. A follower hears from the leader alone, so what it says of other followers
 *     tells nothing (seen in the lab)
 */
public record RaftServer(
    String id, String address, boolean self, Optional<Long> lastMessageMillis) {

  public RaftServer {
    Preconditions.name("id of a RAFT server", id);
  }
}
