package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/** How a run reaches the guards of its nodes. */
public interface GuardNetwork {

  /** Which way a connection takes. */
  enum Way {
    IN_BAND,
    OUT_OF_BAND
  }

  /**
   * Opens a new connection, when its turn has come; completes exceptionally with a {@link
   * GuardException} that says why not. It always completes: who opens sets the time limit. The
   * node's older links stay as they are.
   */
  CompletableFuture<GuardLink> open(String node, Way way);

  /** The same, before all openings that wait for their turn. */
  default CompletableFuture<GuardLink> openFirst(String node, Way way) {
    return open(node, way);
  }

  /** While what keeps the leases comes late, whatever else asks the nodes begins less at once. */
  default void giveWay(boolean isLate) {}

  /** Whether the inventory names a way that a program can use. */
  boolean has(String node, Way way);
}
