package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/**
 * An open connection to one node's guard. Several requests may be under way at the same time. A
 * future may never complete (for example when the link is cut), so the caller must set a time
 * limit.
 */
public interface GuardLink {

  /**
   * Sends a request. The future completes with the answer, or exceptionally with a {@link
   * GuardException} when this link is known to be broken.
   */
  CompletableFuture<GuardReply> ask(GuardRequest request);

  boolean isOpen();

  /**
   * Whether the node's end of the connection answers, whatever its guard does; false if it does not
   * answer within a short time. The future always completes.
   */
  CompletableFuture<Boolean> isAlive();

  /** Closes the link and ends the requests under way: their futures fail, or never complete. */
  void close();
}
