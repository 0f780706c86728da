package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/**
 * One open connection to one node's guard. Several requests may be on their way at once. A future
 * that never completes is normal (a cut link): who asks sets the time limit.
 */
public interface GuardLink {

  /**
   * Completes with the answer, or exceptionally with a {@link GuardException} when this link is
   * known broken.
   */
  CompletableFuture<GuardReply> ask(GuardRequest request);

  boolean isOpen();

  /**
   * Whether the node's end of the connection answers, whatever its guard does; false when it did
   * not in a moment. Always completes.
   */
  CompletableFuture<Boolean> isAlive();

  /** Ends it, and what is under way on it: those futures fail, or never complete. */
  void close();
}
