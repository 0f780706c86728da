package io.safeops.run;

import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.GuardState;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.run.Journal.JournalException;
import io.safeops.run.RunEvent.Kind;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The reasons to turn back, looked at in every wait of the way forward: a node that undid, a node
 * that fell silent, the deadline, the operator. Sends the heartbeats whose answers tell.
 */
final class Watch {

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final Conversation talk;
  private final Desk desk;
  private final Journal journal;
  private final Set<Member> beating = new HashSet<>();
  private final Set<Member> looking = new HashSet<>();
  private long deadline;
  private long cap;
  private boolean on;
  private String waitingFor = "";
  private Loop.@Nullable Timer beat;

  Watch(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      Conversation talk,
      Desk desk,
      Journal journal) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.talk = talk;
    this.desk = desk;
    this.journal = journal;
  }

  void begin(long newDeadline, long newCap) {
    deadline = newDeadline;
    cap = newCap;
  }

  Duration untilDeadline() {
    return Duration.ofNanos(deadline - loop.now());
  }

  // --- heartbeats ---

  void startBeating() {
    on = true;
    long now = loop.now();
    members.forEach(member -> member.startHearing(now));
    beatAll();
  }

  void stop() {
    on = false;
    if (beat != null) {
      beat.cancel();
    }
  }

  private void beatAll() {
    if (!on) {
      return;
    }
    Duration every = every();
    for (Member member : members) {
      if (!beating.add(member)) {
        continue;
      }
      Request request =
          Request.beat(spec.stamp(), member.uptimeIn(loop.now(), spec.times().lease()));
      talk.ask(member, Way.IN_BAND, request, toAnswer(every))
          .whenComplete((reply, failure) -> beating.remove(member));
      lookOutOfBand(member);
    }
    beat = loop.after(every, this::beatAll);
  }

  /**
   * Where the way in band is silent, the other way tells early whether the node has already undone:
   * the others then turn back now and not at the end of their lease. It renews no lease.
   */
  private void lookOutOfBand(Member member) {
    boolean silent = member.silentFor(loop.now()) > spec.times().lease().dividedBy(4).toNanos();
    if (silent && talk.hasOutOfBand(member) && looking.add(member)) {
      talk.ask(member, Way.OUT_OF_BAND, Request.status(spec.stamp()), spec.times().lease())
          .whenComplete((reply, failure) -> looking.remove(member));
    }
  }

  /** A sixth of the lease, between 0.2 and 1 s. */
  private Duration every() {
    Duration sixth = spec.times().lease().dividedBy(6);
    Duration most = Duration.ofSeconds(1);
    return max(Duration.ofMillis(200), sixth.compareTo(most) > 0 ? most : sixth);
  }

  /**
   * Who has not answered a beat by then is asked on a new connection; that ends what is under way
   * on the old one, so a node may stall for a moment, on its disk or in a console.
   */
  private Duration toAnswer(Duration every) {
    Duration quarter = spec.times().lease().dividedBy(4);
    Duration most = Duration.ofSeconds(5);
    return max(every.multipliedBy(2), quarter.compareTo(most) > 0 ? most : quarter);
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  // --- reasons to turn back ---

  private @Nullable String reason() {
    for (Member member : members) {
      if (on && !member.damage().isEmpty()) {
        return member.name() + ": " + member.damage();
      }
      if (on && member.hasRestarted()) {
        return member.name() + " has restarted: its uptime went back";
      }
      if (on && Coordinator.isOver(member.state())) {
        String told = member.told();
        return member.name() + " is " + member.state() + (told.isEmpty() ? "" : ": " + told);
      }
      if (on && member.silentFor(loop.now()) > spec.times().lease().toNanos()) {
        return member.name()
            + " has not answered in band for "
            + Words.length(spec.times().lease())
            + (talk.trouble(member).isEmpty() ? "" : ": " + talk.trouble(member));
      }
    }
    if (loop.now() >= deadline) {
      return "the deadline passed without a confirm";
    }
    return null;
  }

  /** Throws when there is a reason to turn back now. */
  void check() throws TurnBack {
    Optional<Desk.Command.Rollback> rollback = desk.takeRollback();
    if (rollback.isPresent()) {
      desk.answerAtTheEnd(rollback.get());
      throw new TurnBack("rollback asked for by " + rollback.get().by());
    }
    String reason = reason();
    if (reason != null) {
      throw new TurnBack(reason);
    }
  }

  private boolean mustTurnBack() {
    return reason() != null || desk.hasRollback();
  }

  /** Waits for a condition; a reason to turn back ends the wait. */
  boolean await(BooleanSupplier condition, Duration atMost) throws TurnBack, Superseded {
    boolean[] held = new boolean[1];
    talk.await(
        () -> {
          desk.takeShow().ifPresent(show -> show.done(standing()));
          held[0] = condition.getAsBoolean();
          return held[0] || mustTurnBack();
        },
        atMost);
    check();
    return held[0];
  }

  /** Waits at least so long, then for a condition, at most so long. */
  void await(BooleanSupplier condition, Duration atLeast, Duration atMost, String otherwise)
      throws TurnBack, Superseded {
    pause(atLeast);
    if (!await(condition, atMost.minus(atLeast))) {
      throw new TurnBack(otherwise);
    }
  }

  void pause(Duration length) throws TurnBack, Superseded {
    await(() -> false, length);
  }

  /** The value of something that ends on another thread. */
  <T> T get(CompletableFuture<T> future, Duration atMost, String what) throws TurnBack, Superseded {
    talk.onLoop(future, (value, failure) -> {});
    if (!await(future::isDone, atMost)) {
      throw new TurnBack(what + " took longer than " + Words.length(atMost));
    }
    try {
      return future.join();
    } catch (CompletionException failed) {
      Throwable cause = failed.getCause() == null ? failed : failed.getCause();
      // An Error often has no message.
      String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      throw new TurnBack(what + " failed: " + why);
    }
  }

  /** Asks several nodes and waits for all; a reason to turn back ends the wait. */
  Map<Member, Reply> askAll(
      Collection<Member> asked, Function<Member, Request> request, Duration limit)
      throws TurnBack, Superseded {
    Map<Member, CompletableFuture<Reply>> answers = new LinkedHashMap<>();
    for (Member member : asked) {
      answers.put(member, talk.ask(member, Way.IN_BAND, request.apply(member), limit));
    }
    await(
        () -> answers.values().stream().allMatch(CompletableFuture::isDone),
        limit.plus(Duration.ofSeconds(1)));
    Map<Member, Reply> got = new HashMap<>();
    answers.forEach(
        (member, answer) -> {
          if (answer.isDone() && !answer.isCompletedExceptionally()) {
            got.put(member, answer.join());
          }
        });
    return got;
  }

  void demand(Member member, @Nullable Reply reply, String what) throws TurnBack {
    if (reply == null) {
      throw new TurnBack(what + ": no answer from " + member.name() + ": " + talk.trouble(member));
    }
    if (!reply.ok()) {
      throw new TurnBack(what + ": " + member.name() + ": " + Refusals.inWords(reply));
    }
  }

  // --- the operator ---

  /** Waits until the operator says go. */
  void awaitGo(String step) throws TurnBack, Superseded, JournalException {
    while (true) {
      await(desk::hasWord, untilDeadline());
      Desk.Command command = desk.take().orElse(null);
      if (command instanceof Desk.Command.Go go) {
        go.done("going on with " + step);
        return;
      }
      if (command instanceof Desk.Command.Extend extend) {
        extend(extend);
      } else if (command instanceof Desk.Command.Rollback rollback) {
        desk.answerAtTheEnd(rollback);
        throw new TurnBack("rollback asked for by " + rollback.by());
      } else if (command != null) {
        command.refuse("not yet: " + step + " waits for your go");
      }
    }
  }

  /**
   * Moves the deadline everywhere: nodes that only brake first, so that none lets go before the
   * undo could run.
   */
  void extend(Desk.Command.Extend command) throws TurnBack, Superseded, JournalException {
    long wanted = Math.min(deadline + command.by().toNanos(), cap);
    if (wanted <= deadline) {
      command.refuse(
          "the deadline cannot be moved further: "
              + Words.length(spec.times().cap())
              + " is the most");
      return;
    }
    Function<Member, Request> request =
        member -> {
          long now = loop.now();
          return Request.extend(
              spec.stamp(),
              member.boot(),
              member.uptimeIn(now, spec.times().answer()),
              member.uptimeIn(now, Duration.ofNanos(wanted - now)));
        };
    for (boolean voters : new boolean[] {false, true}) {
      List<Member> group = members.stream().filter(member -> member.isVoter() == voters).toList();
      Map<Member, Reply> answers = askAll(group, request, spec.times().answer());
      List<Member> refused =
          group.stream()
              .filter(
                  member -> {
                    Reply reply = answers.get(member);
                    return reply == null || !reply.ok();
                  })
              .toList();
      if (!refused.isEmpty()) {
        command.refuse(
            "not extended: "
                + refused.stream()
                    .map(member -> member.name() + ": " + no(member, answers.get(member)))
                    .collect(Collectors.joining("; "))
                + "; the old deadline stands");
        return;
      }
    }
    deadline = wanted;
    journal.write(
        RunEvent.of(
            Kind.EXTENDED,
            Words.length(untilDeadline()) + " left",
            "seconds",
            String.valueOf(untilDeadline().toSeconds())));
    command.done("extended: " + Words.length(untilDeadline()) + " left");
  }

  private String no(Member member, @Nullable Reply reply) {
    return reply == null ? "no answer: " + talk.trouble(member) : Refusals.inWords(reply);
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
        + Words.length(untilDeadline())
        + " left"
        + (waitingFor.isEmpty() ? "" : "; " + waitingFor);
  }

  static boolean isConfirmed(Member member) {
    return member.state() == GuardState.CONFIRMED || member.state() == GuardState.SEALED;
  }
}
