package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A row of the Southbound's table BFD: a session that ovn-controller keeps with a next hop
 * (ovn-sb(5)).
 *
 * @param logicalPort the router port from which the next hop is watched
 * @param dstIp the next hop
 * @param status {@code up}, {@code down}, {@code init} or {@code admin_down}
 * @param chassis the chassis that has the session; empty if the database is too old to tell
 */
public record BfdSession(
    String logicalPort, String dstIp, String status, Optional<String> chassis) {

  public BfdSession {
    Preconditions.name("logical port of a BFD session", logicalPort);
  }

  public boolean isUp() {
    return status.equals("up");
  }
}
