package io.safeops.run.coordinate;

import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * The rest of a rollback when every node has done its part: undoes what the run changed through the
 * API, and compares the cluster with what it was before.
 */
final class Restoration {

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final RunSpec.Times times;
  private final Loop loop;
  private final GuardConversation conversation;
  private final RunWork work;
  private final BestEffortJournal journal;

  Restoration(
      RunSpec.Times times,
      Loop loop,
      GuardConversation conversation,
      RunWork work,
      BestEffortJournal journal) {
    this.times = times;
    this.loop = loop;
    this.conversation = conversation;
    this.work = work;
    this.journal = journal;
  }

  /**
   * Undoes what the run changed through the API; tries as long as a node would try its undo.
   *
   * @return why it is not known to be undone; empty when it is, or nothing was changed
   */
  Optional<String> undoApiChanges() throws Superseded {
    if (!work.hasApiChanges()) {
      return Optional.empty();
    }
    journal.write(new RunEvent.Note("undoing what was done through OpenStack's API"));
    long until = loop.now() + times.undo().toNanos();
    Optional<String> doubt;
    do {
      doubt = doubt(work::undoApiChanges, Duration.ofNanos(until - loop.now()));
      if (doubt.isEmpty()) {
        journal.write(new RunEvent.Note("undone through OpenStack's API"));
        return doubt;
      }
      conversation.await(() -> false, AGAIN);
    } while (loop.now() < until);
    String text =
        "what was done through OpenStack's API is not proven to be undone: "
            + doubt.get()
            + ". No node can undo it. Look in OpenStack what is left of the change, or try again from"
            + " this machine with `safeops recover "
            + conversation.runEpoch().run()
            + "`.";
    journal.write(new RunEvent.Note(text));
    return Optional.of(text);
  }

  /** Why not everything is known to be as it was before the first step; empty when it is. */
  Optional<String> compare() throws Superseded {
    return doubt(work::restored, times.look().plus(times.answer()));
  }

  /**
   * Why work on another thread did not find what it should; empty when it did. A fault of safeops
   * itself is a doubt like any other: all nodes have ended by then.
   */
  Optional<String> doubt(Supplier<CompletableFuture<RunWork.Finding>> look, Duration limit)
      throws Superseded {
    CompletableFuture<RunWork.Finding> looking = started(look);
    conversation.onLoop(looking, (finding, failure) -> {});
    if (!conversation.await(looking::isDone, limit)) {
      return Optional.of("no answer within " + MessageText.length(limit));
    }
    if (looking.isCompletedExceptionally()) {
      return Optional.of(failureOf(looking));
    }
    List<String> objections = looking.join().objections();
    return objections.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", objections));
  }

  private static CompletableFuture<RunWork.Finding> started(
      Supplier<CompletableFuture<RunWork.Finding>> look) {
    try {
      return look.get();
    } catch (RuntimeException | LinkageError | VirtualMachineError fault) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("safeops itself failed: " + fault, fault));
    }
  }

  private static String failureOf(CompletableFuture<?> failed) {
    try {
      failed.join();
      return "";
    } catch (CompletionException failure) {
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      String message = cause.getMessage();
      return message == null || message.isBlank() ? cause.toString() : message;
    }
  }
}
