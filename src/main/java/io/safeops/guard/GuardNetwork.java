package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/** The network through which a run reaches the guards of its nodes. */
public interface GuardNetwork {

  /** The path that a connection uses. */
  enum GuardPath {
    IN_BAND,
    OUT_OF_BAND
  }

  /**
   * Opens a new connection when it is its turn. The future always completes, on failure with a
   * {@link GuardException} that has the reason, but the caller must set the time limit. The node's
   * older links are not affected.
   */
  CompletableFuture<GuardLink> open(String node, GuardPath guardPath);

  /** Opens a new connection before all openings that wait for their turn. */
  default CompletableFuture<GuardLink> openFirst(String node, GuardPath guardPath) {
    return open(node, guardPath);
  }

  /** Tells whether lease renewals are late: other requests to nodes then start fewer at a time. */
  default void reduceLoad(boolean isLate) {}

  /** Whether the node has a path of this kind that a program can use. */
  boolean has(String node, GuardPath guardPath);
}
