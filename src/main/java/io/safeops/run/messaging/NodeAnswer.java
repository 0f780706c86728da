package io.safeops.run.messaging;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardReply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How a request to one node ended: the reply, or why there is none. There is always one of the two,
 * so that a rollback always has a reason.
 *
 * @param reply null when none came
 * @param failure why none came; empty when one did
 */
public record NodeAnswer(@Nullable GuardReply reply, String failure) {

  private static final String NOT_YET = "no answer yet";
  private static final String UNKNOWN = "no answer, and no reason is known";

  public NodeAnswer {
    if (reply == null && failure.isBlank()) {
      failure = UNKNOWN;
    }
  }

  /** How a request ended; one that is still open has no answer yet. */
  public static NodeAnswer of(CompletableFuture<GuardReply> asked) {
    if (!asked.isDone()) {
      return new NodeAnswer(null, NOT_YET);
    }
    try {
      return new NodeAnswer(asked.join(), "");
    } catch (CompletionException failed) {
      return new NodeAnswer(null, String.valueOf(failureOf(failed).getMessage()));
    } catch (java.util.concurrent.CancellationException calledOff) {
      return new NodeAnswer(null, "it is not asked any more");
    }
  }

  /** Why a request failed, in the guard's words where there are any. */
  static GuardException failureOf(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof GuardException guard) {
      return guard;
    }
    String message = cause == null ? null : cause.getMessage();
    return new GuardException(
        message == null ? (cause == null ? UNKNOWN : cause.toString()) : message, cause);
  }

  public boolean isYes() {
    return reply != null && reply.ok();
  }

  /** Whether the node refused, or the request failed. */
  public boolean isNo() {
    return !isYes() && !isOpen();
  }

  private boolean isOpen() {
    return reply == null && failure.equals(NOT_YET);
  }

  /** Why the node did not do it. */
  public String why() {
    return reply == null ? failure : Refusals.text(reply);
  }
}
