package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.messaging.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The commands of the operator that wait for the run; each is answered. Used on the {@link Loop}
 * only; clients add their commands with {@link Loop#post}.
 */
public final class OperatorCommandQueue {

  /** A command of the operator. */
  public sealed interface OperatorCommand {
    /** Completed with the answer for the operator. */
    CompletableFuture<OperatorAnswer> answer();

    /** Answers that it is done; the run goes on. */
    default void done(String text) {
      answer().complete(new OperatorAnswer(true, text, Optional.empty()));
    }

    /** Answers that it is not done, and why; the run goes on. */
    default void refuse(String text) {
      answer().complete(OperatorAnswer.refused(text));
    }

    /**
     * Keep the change: here is the code.
     *
     * @param by who says it, as for all commands
     */
    record Confirm(String code, String by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {}

    /** Take the change back. */
    record Rollback(String by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {}

    /**
     * Move the deadline.
     *
     * @param length between {@link #LEAST} and {@link #MOST}
     */
    record Extend(Duration length, String by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {
      public static final Duration LEAST = Duration.ofSeconds(1);

      /** No run may be open for longer in all. */
      public static final Duration MOST = Duration.ofMinutes(30);

      public Extend {
        if (!isPossible(length.toSeconds())) {
          throw new IllegalArgumentException(
              "a deadline can be moved by " + LEAST + " to " + MOST + ", not by " + length);
        }
      }

      /** Whether a deadline can be moved by so many seconds. */
      public static boolean isPossible(long seconds) {
        return seconds >= LEAST.toSeconds() && seconds <= MOST.toSeconds();
      }
    }

    /** Tell the state of the run. */
    record Show(CompletableFuture<OperatorAnswer> answer) implements OperatorCommand {}

    /**
     * Tell how each node stands, for a status line. It is answered at once with a {@link
     * RunSnapshot}, whatever the run does, and never waits in the queue.
     */
    record Status(CompletableFuture<OperatorAnswer> answer) implements OperatorCommand {}

    /**
     * Do a step.
     *
     * @param step the one that the operator has seen
     */
    record Go(String step, String by, CompletableFuture<OperatorAnswer> answer)
        implements OperatorCommand {}
  }

  /**
   * The answer to a command.
   *
   * @param done whether the command was carried out; false when the run ended first
   * @param outcome how the run ended, where that is the answer
   */
  public record OperatorAnswer(boolean done, String text, Optional<Outcome> outcome) {
    public static OperatorAnswer refused(String text) {
      return new OperatorAnswer(false, text, Optional.empty());
    }
  }

  private Supplier<Optional<RunSnapshot>> snapshot = Optional::empty;
  private final Deque<OperatorCommand> waiting = new ArrayDeque<>();
  private final List<OperatorCommand> answeredAtTheEnd = new ArrayList<>();

  public void add(OperatorCommand command) {
    waiting.add(command);
  }

  /** From here on, this tells how the run stands. */
  public void tellWith(Supplier<RunSnapshot> source) {
    snapshot = () -> Optional.of(source.get());
  }

  /** How the run stands now; empty before it knows its nodes. */
  public Optional<RunSnapshot> snapshot() {
    return snapshot.get();
  }

  boolean hasCommand() {
    return !waiting.isEmpty();
  }

  public Optional<OperatorCommand> take() {
    return Optional.ofNullable(waiting.poll());
  }

  /** Takes the question for the state of the run, which is answered at any time. */
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

  /** This command is answered with how the run ends. */
  void answerAtTheEnd(OperatorCommand command) {
    answeredAtTheEnd.add(command);
  }

  /** Answers every command that still waits with how the run ended. */
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
