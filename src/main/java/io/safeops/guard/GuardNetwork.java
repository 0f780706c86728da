package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/** How a run reaches the guards of its nodes. */
public interface GuardNetwork {

  /** Which way a connection takes. */
  enum GuardPath {
    IN_BAND,
    OUT_OF_BAND
  }

  /**
   * Opens a new connection, when its turn has come; completes exceptionally with a {@link
   * GuardException} that says why not. It always completes: who opens sets the time limit. The
   * node's older links stay as they are.
   */
  CompletableFuture<GuardLink> open(String node, GuardPath guardPath);

  /** The same, before all openings that wait for their turn. */
  default CompletableFuture<GuardLink> openFirst(String node, GuardPath guardPath) {
    return open(node, guardPath);
  }

  /** While what keeps the leases comes late, whatever else asks the nodes begins less at once. */
  default void reduceLoad(boolean isLate) {}

  /** Whether the inventory names a way that a program can use. */
  boolean has(String node, GuardPath guardPath);
}
