package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome;
import io.safeops.run.messaging.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where the operator's words are laid down for the run: one at a time, each answered. Lives on the
 * {@link Loop}; clients hand their words over with {@link Loop#post}.
 */
public final class OperatorCommandQueue {

  /** A word of the operator. */
  public sealed interface OperatorCommand {
    /** Completed with what the operator is told. */
    CompletableFuture<OperatorAnswer> answer();

    /** Answers that it is done; the run goes on. */
    default void done(String text) {
      answer().complete(new OperatorAnswer(true, text, Optional.empty()));
    }

    /** Answers that it is not done, and why; the run goes on. */
    default void refuse(String text) {
      answer().complete(OperatorAnswer.refused(text));
    }

    /** Keep the change: here is the code. */
    record Confirm(String code, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {}

    /** Take the change back. */
    record Rollback(String by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {}

    /**
     * Move the deadline.
     *
     * @param by between {@link #LEAST} and {@link #MOST}
     */
    record Extend(Duration by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {
      public static final Duration LEAST = Duration.ofSeconds(1);

      /** No run may be open for longer in all. */
      public static final Duration MOST = Duration.ofMinutes(30);

      public Extend {
        if (!isPossible(by.toSeconds())) {
          throw new IllegalArgumentException("a deadline is not moved by " + by);
        }
      }

      /** Whether a deadline can be moved by so many seconds. */
      public static boolean isPossible(long seconds) {
        return seconds >= LEAST.toSeconds() && seconds <= MOST.toSeconds();
      }
    }

    /** Where does it stand? */
    record Show(CompletableFuture<OperatorAnswer> answer) implements OperatorCommand {}

    /** Do the next step. */
    record Go(CompletableFuture<OperatorAnswer> answer) implements OperatorCommand {}
  }

  /**
   * What the operator is told.
   *
   * @param done whether what was asked for is done; a run that ended has done nothing more
   * @param outcome present when this answer is how the run ended
   */
  public record OperatorAnswer(boolean done, String text, Optional<Outcome> outcome) {
    public static OperatorAnswer refused(String text) {
      return new OperatorAnswer(false, text, Optional.empty());
    }
  }

  private final Deque<OperatorCommand> waiting = new ArrayDeque<>();
  private final List<OperatorCommand> answeredAtTheEnd = new ArrayList<>();

  public void add(OperatorCommand command) {
    waiting.add(command);
  }

  boolean hasCommand() {
    return !waiting.isEmpty();
  }

  public Optional<OperatorCommand> take() {
    return Optional.ofNullable(waiting.poll());
  }

  /** Takes the question how it stands, which is answered at any time. */
  Optional<OperatorCommand.Show> takeShowCommand() {
    for (OperatorCommand command : waiting) {
      if (command instanceof OperatorCommand.Show show) {
        waiting.remove(command);
        return Optional.of(show);
      }
    }
    return Optional.empty();
  }

  boolean hasRollbackCommand() {
    return waiting.stream().anyMatch(OperatorCommand.Rollback.class::isInstance);
  }

  Optional<OperatorCommandQueue.OperatorCommand.Rollback> takeRollbackCommand() {
    for (OperatorCommand command : waiting) {
      if (command instanceof OperatorCommand.Rollback rollback) {
        waiting.remove(command);
        return Optional.of(rollback);
      }
    }
    return Optional.empty();
  }

  /** The answer is how the run ends. */
  void answerAtTheEnd(OperatorCommand command) {
    answeredAtTheEnd.add(command);
  }

  /** Tells everyone who still waits, and everyone who comes later, how the run ended. */
  public void close(Outcome outcome) {
    answeredAtTheEnd.addAll(waiting);
    waiting.clear();
    answeredAtTheEnd.forEach(
        command ->
            command
                .answer()
                .complete(new OperatorAnswer(false, outcome.text(), Optional.of(outcome))));
    answeredAtTheEnd.clear();
  }
}
