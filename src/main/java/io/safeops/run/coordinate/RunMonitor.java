package io.safeops.run.coordinate;

import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Watches for reasons to roll back, in every wait on the way forward: a node that undid, a silent
 * node, the deadline, the operator.
 */
final class RunMonitor {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final OperatorCommandQueue operatorCommandQueue;
  private final LeaseRenewal leaseRenewal;
  private long deadline;
  private long cap;
  private String waitingFor = "";

  RunMonitor(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      GuardConversation conversation,
      OperatorCommandQueue operatorCommandQueue) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.conversation = conversation;
    this.operatorCommandQueue = operatorCommandQueue;
    this.leaseRenewal = new LeaseRenewal(spec, loop, conversation);
  }

  void setDeadline(long newDeadline, long newCap) {
    deadline = newDeadline;
    cap = newCap;
  }

  /** On the loop's clock. */
  long deadline() {
    return deadline;
  }

  /** The latest deadline that extending may set, on the loop's clock. */
  long cap() {
    return cap;
  }

  Duration untilDeadline() {
    return Duration.ofNanos(deadline - loop.now());
  }

  /**
   * The node is armed: its lease is renewed from here on, and its silence is a reason to roll back.
   */
  void startLease(Member member) {
    leaseRenewal.start(member);
  }

  void stopLeases() {
    leaseRenewal.stop();
  }

  // --- reasons to roll back ---

  private @Nullable String rollbackReason() {
    for (Member member : members) {
      String reason = leaseRenewal.isRenewed(member) ? rollbackReason(member) : null;
      if (reason != null) {
        return member.name() + reason;
      }
    }
    if (loop.now() >= deadline) {
      return "the deadline passed without a confirm";
    }
    return null;
  }

  private @Nullable String rollbackReason(Member member) {
    if (!member.damage().isEmpty()) {
      return ": " + member.damage();
    }
    if (member.hasRestarted()) {
      return " has restarted: its uptime went back";
    }
    if (Coordinator.isNotOpen(member.state())) {
      String told = member.tripText();
      return " is " + member.state() + (told.isEmpty() ? "" : ": " + told);
    }
    if (member.silentFor(loop.now()) > spec.times().lease().toNanos()) {
      String trouble = conversation.lastFailure(member);
      return " has not answered in band for "
          + MessageText.length(spec.times().lease())
          + (trouble.isEmpty() ? "" : ": " + trouble);
    }
    return null;
  }

  /** Throws when there is a reason to roll back. */
  void check() throws RollbackRequired {
    Optional<OperatorCommand.Rollback> rollback = operatorCommandQueue.takeRollbackCommand();
    if (rollback.isPresent()) {
      operatorCommandQueue.answerAtTheEnd(rollback.get());
      throw new RollbackRequired(RunEvent.RollbackBegan.ASKED_FOR + rollback.get().by());
    }
    String reason = rollbackReason();
    if (reason != null) {
      throw new RollbackRequired(reason);
    }
  }

  private boolean mustRollBack() {
    return rollbackReason() != null || operatorCommandQueue.hasRollbackCommand();
  }

  /** Waits for a condition; a reason to roll back ends the wait. */
  boolean await(BooleanSupplier condition, Duration atMost) throws RollbackRequired, Superseded {
    boolean[] held = new boolean[1];
    conversation.await(
        () -> {
          operatorCommandQueue.takeShowCommand().ifPresent(show -> show.done(status()));
          held[0] = condition.getAsBoolean();
          return held[0] || mustRollBack();
        },
        atMost);
    check();
    return held[0];
  }

  /**
   * Waits at least the first length of time, then for a condition, in all at most the second
   * length.
   */
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

  /** The result of work on another thread. */
  <T> T resultOf(CompletableFuture<T> future, Duration atMost, String what)
      throws RollbackRequired, Superseded {
    conversation.onLoop(future, (value, failure) -> {});
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

  /** Sets what the run waits for, for {@code show}; never journaled. */
  void setWaitingFor(String what) {
    waitingFor = what;
  }

  /** The state of every node, for {@code show}. */
  String status() {
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

  /** How every node stands now, for a session's status. */
  RunSnapshot snapshot() {
    return new SnapshotSource(spec, loop, members, conversation, leaseRenewal::isRenewed)
        .snapshot();
  }

  /** Whether the change stays on this node. */
  static boolean isConfirmed(Member member) {
    return member.state() == GuardState.CONFIRMED || member.state() == GuardState.SEALED;
  }
}
