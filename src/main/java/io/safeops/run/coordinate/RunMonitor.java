package io.safeops.run.coordinate;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.GuardLinks;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reasons to turn back, looked at in every wait of the way forward: a node that undid, a node
 * that fell silent, the deadline, the operator.
 */
final class RunMonitor {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation talk;
  private final OperatorCommandQueue operatorCommandQueue;
  private final Journal journal;
  private final LeaseRenewal leaseRenewal;
  private long deadline;
  private long cap;
  private String waitingFor = "";

  RunMonitor(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      GuardConversation talk,
      OperatorCommandQueue operatorCommandQueue,
      Journal journal) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.talk = talk;
    this.operatorCommandQueue = operatorCommandQueue;
    this.journal = journal;
    this.leaseRenewal = new LeaseRenewal(spec, loop, talk);
  }

  void begin(long newDeadline, long newCap) {
    deadline = newDeadline;
    cap = newCap;
  }

  Duration untilDeadline() {
    return Duration.ofNanos(deadline - loop.now());
  }

  /** The node is armed: its lease is kept from here on, and its silence is a reason. */
  void keep(Member member) {
    leaseRenewal.begin(member);
  }

  void stop() {
    leaseRenewal.stop();
  }

  // --- reasons to turn back ---

  private @Nullable String reason() {
    for (Member member : members) {
      String reason = leaseRenewal.keep(member) ? reason(member) : null;
      if (reason != null) {
        return member.name() + reason;
      }
    }
    if (loop.now() >= deadline) {
      return "the deadline passed without a confirm";
    }
    return null;
  }

  private @Nullable String reason(Member member) {
    if (!member.damage().isEmpty()) {
      return ": " + member.damage();
    }
    if (member.hasRestarted()) {
      return " has restarted: its uptime went back";
    }
    if (Coordinator.isOver(member.state())) {
      String told = member.told();
      return " is " + member.state() + (told.isEmpty() ? "" : ": " + told);
    }
    if (member.silentFor(loop.now()) > spec.times().lease().toNanos()) {
      String trouble = talk.trouble(member);
      return " has not answered in band for "
          + MessageText.length(spec.times().lease())
          + (trouble.isEmpty() ? "" : ": " + trouble);
    }
    return null;
  }

  /** Throws when there is a reason to turn back now. */
  void check() throws RollbackRequired {
    Optional<OperatorCommandQueue.OperatorCommand.Rollback> rollback =
        operatorCommandQueue.takeRollback();
    if (rollback.isPresent()) {
      operatorCommandQueue.answerAtTheEnd(rollback.get());
      throw new RollbackRequired("rollback asked for by " + rollback.get().by());
    }
    String reason = reason();
    if (reason != null) {
      throw new RollbackRequired(reason);
    }
  }

  private boolean mustTurnBack() {
    return reason() != null || operatorCommandQueue.hasRollback();
  }

  /** Waits for a condition; a reason to turn back ends the wait. */
  boolean await(BooleanSupplier condition, Duration atMost) throws RollbackRequired, Superseded {
    boolean[] held = new boolean[1];
    talk.await(
        () -> {
          operatorCommandQueue.takeShow().ifPresent(show -> show.done(standing()));
          held[0] = condition.getAsBoolean();
          return held[0] || mustTurnBack();
        },
        atMost);
    check();
    return held[0];
  }

  /** Waits at least so long, then for a condition, at most so long. */
  void await(BooleanSupplier condition, Duration atLeast, Duration atMost, String otherwise)
      throws RollbackRequired, Superseded {
    pause(atLeast);
    if (!await(condition, atMost.minus(atLeast))) {
      throw new RollbackRequired(otherwise);
    }
  }

  void pause(Duration length) throws RollbackRequired, Superseded {
    await(() -> false, length);
  }

  /** The value of something that ends on another thread. */
  <T> T get(CompletableFuture<T> future, Duration atMost, String what)
      throws RollbackRequired, Superseded {
    talk.onLoop(future, (value, failure) -> {});
    if (!await(future::isDone, atMost)) {
      throw new RollbackRequired(what + " took longer than " + MessageText.length(atMost));
    }
    try {
      return future.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      // An Error often has no message.
      String message = cause.getMessage();
      String why = message == null || message.isBlank() ? cause.toString() : message;
      throw new RollbackRequired(what + " failed: " + why);
    }
  }

  /**
   * Asks several nodes, each in its turn, and waits for all, or for the first that does not do what
   * it is asked; a reason to turn back ends the wait.
   */
  Map<Member, NodeAnswer> askAll(
      Collection<Member> asked, Function<Member, GuardRequest> request, Duration limit)
      throws RollbackRequired, Superseded {
    return askAll(asked, request, limit, (member, reply) -> {});
  }

  /**
   * The same.
   *
   * @param then told of every reply as it comes
   */
  Map<Member, NodeAnswer> askAll(
      Collection<Member> asked,
      Function<Member, GuardRequest> request,
      Duration limit,
      BiConsumer<Member, GuardReply> then)
      throws RollbackRequired, Superseded {
    Map<Member, CompletableFuture<GuardReply>> answers = new LinkedHashMap<>();
    boolean[] failed = new boolean[1];
    for (Member member : asked) {
      CompletableFuture<GuardReply> answer = talk.ask(member, GuardPath.IN_BAND, request, limit);
      answer.whenComplete(
          (reply, no) -> {
            failed[0] |= reply == null || !reply.ok();
            if (reply != null) {
              then.accept(member, reply);
            }
          });
      answers.put(member, answer);
    }
    await(
        () -> failed[0] || GuardConversation.areDone(answers),
        GuardConversation.longest(asked.size(), limit));
    return GuardConversation.answers(answers);
  }

  /** Turns back unless this node did what all were asked for; for the one that did not, if any. */
  void demand(Member member, Map<Member, NodeAnswer> answers, String what) throws RollbackRequired {
    NodeAnswer answer = answers.get(member);
    if (answer == null || answer.isYes()) {
      return;
    }
    for (Map.Entry<Member, NodeAnswer> other : answers.entrySet()) {
      // What the others have not answered yet is not why it turns back.
      if (other.getValue().isNo()) {
        throw turnBack(other.getKey(), other.getValue(), what);
      }
    }
    throw turnBack(member, answer, what);
  }

  private static RollbackRequired turnBack(Member member, NodeAnswer answer, String what) {
    return new RollbackRequired(
        what
            + ": "
            + (answer.reply() == null ? "no answer from " : "")
            + member.name()
            + ": "
            + answer.why());
  }

  /** Turns back unless a new connection was opened. */
  void demandFresh(Member member, CompletableFuture<GuardLink> opening) throws RollbackRequired {
    if (!opening.isDone() || opening.isCompletedExceptionally()) {
      throw new RollbackRequired(
          member.name()
              + " cannot be reached in band on a new connection: "
              + GuardLinks.whyNot(opening));
    }
  }

  // --- the operator ---

  /** Waits until the operator says go. */
  void awaitGo(String step) throws RollbackRequired, Superseded, JournalException {
    while (true) {
      await(operatorCommandQueue::hasWord, untilDeadline());
      OperatorCommandQueue.OperatorCommand command = operatorCommandQueue.take().orElse(null);
      if (command instanceof OperatorCommandQueue.OperatorCommand.Go go) {
        go.done("going on with " + step);
        return;
      }
      if (command instanceof OperatorCommandQueue.OperatorCommand.Extend extend) {
        extend(extend);
      } else if (command instanceof OperatorCommandQueue.OperatorCommand.Rollback rollback) {
        operatorCommandQueue.answerAtTheEnd(rollback);
        throw new RollbackRequired("rollback asked for by " + rollback.by());
      } else if (command != null) {
        command.refuse("not yet: " + step + " waits for your go");
      }
    }
  }

  /**
   * Moves the deadline everywhere: nodes that only brake first, so that none lets go before the
   * undo could run.
   */
  void extend(OperatorCommandQueue.OperatorCommand.Extend command)
      throws RollbackRequired, Superseded, JournalException {
    long wanted = Math.min(deadline + command.by().toNanos(), cap);
    if (wanted <= deadline) {
      command.refuse(
          "the deadline cannot be moved further: "
              + MessageText.length(spec.times().cap())
              + " is the most");
      return;
    }
    Function<Member, GuardRequest> request =
        member -> {
          long now = loop.now();
          return GuardRequest.extend(
              spec.runEpoch(),
              member.boot(),
              member.uptimeIn(now, spec.times().answer()),
              member.uptimeIn(now, Duration.ofNanos(wanted - now)));
        };
    for (boolean voters : new boolean[] {false, true}) {
      List<Member> group = members.stream().filter(member -> member.isVoter() == voters).toList();
      Map<Member, NodeAnswer> answers = askAll(group, request, spec.times().answer());
      List<Map.Entry<Member, NodeAnswer>> refused =
          answers.entrySet().stream().filter(answer -> !answer.getValue().isYes()).toList();
      if (!refused.isEmpty()) {
        command.refuse(
            "not extended: "
                + refused.stream()
                    .map(answer -> answer.getKey().name() + ": " + answer.getValue().why())
                    .collect(Collectors.joining("; "))
                + "; the old deadline stands");
        return;
      }
    }
    deadline = wanted;
    journal.write(
        new RunEvent.DeadlineExtended(
            MessageText.length(untilDeadline()) + " left", Optional.of(untilDeadline())));
    command.done("extended: " + MessageText.length(untilDeadline()) + " left");
  }

  /** What the run waits for, told to whoever asks; never journaled. */
  void waitFor(String what) {
    waitingFor = what;
  }

  /** Where everyone stands, for {@code show}. */
  String standing() {
    return members.stream()
            .map(
                member ->
                    member.name()
                        + " "
                        + (member.damage().isEmpty() ? member.state() : member.damage()))
            .collect(Collectors.joining(", "))
        + "; "
        + MessageText.length(untilDeadline())
        + " left"
        + (waitingFor.isEmpty() ? "" : "; " + waitingFor);
  }

  static boolean isConfirmed(Member member) {
    return member.state() == GuardState.CONFIRMED || member.state() == GuardState.SEALED;
  }
}
