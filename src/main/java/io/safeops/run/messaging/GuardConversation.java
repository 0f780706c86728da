package io.safeops.run.messaging;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardRefusal;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.RunEpoch;
import io.safeops.transport.limit.RequestLimits;
import io.safeops.transport.ssh.SshTransport;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one coordinator to the guards. Each waits for its turn; from then on the time for
 * its answer is limited. Every answer is given to its {@link Member}, however late it is. Used on
 * the {@link Loop} only.
 */
public final class GuardConversation {

  private final Loop loop;
  private final GuardNetwork network;
  private final RunEpoch runEpoch;
  private final GuardLinks links;
  private final RequestLimits requestLimits;
  private final Set<GuardQuestion> queue = new LinkedHashSet<>();
  private final Map<Member, String> lastFailures = new HashMap<>();
  private @Nullable String supersededBy;
  private @Nullable RequestProgress progress;

  public GuardConversation(Loop loop, GuardNetwork network, RunEpoch runEpoch) {
    this.loop = loop;
    this.network = network;
    this.runEpoch = runEpoch;
    this.links = new GuardLinks(loop, network);
    this.requestLimits = new RequestLimits(loop::now);
  }

  public RunEpoch runEpoch() {
    return runEpoch;
  }

  public boolean hasOutOfBand(Member member) {
    return network.has(member.name(), GuardPath.OUT_OF_BAND);
  }

  /**
   * Starts fewer of the requests that may wait at once, because lease renewals are late; or as many
   * as before.
   */
  public void reduceLoad(boolean isLate) {
    requestLimits.narrow(isLate);
    network.reduceLoad(isLate);
  }

  boolean isConnected(Member member, GuardPath guardPath) {
    return links.current(member, guardPath) != null;
  }

  /** How long requests of this kind took, in band. */
  public RequestLimits.Measured measured(GuardRequest.Verb verb) {
    return requestLimits.measured(GuardQuestion.limitedAs(verb, GuardPath.IN_BAND));
  }

  /** Why the last attempt to ask this node failed; empty when it told its state. */
  public String lastFailure(Member member) {
    return lastFailures.getOrDefault(member, "");
  }

  /**
   * Asks one node when its turn comes, opening a connection where none is open.
   *
   * @param request made when the turn has come: times in it count from there
   * @param limit for the answer, from the turn on
   * @return completes on the loop; exceptionally with a {@link GuardException} when no answer came
   *     in time
   */
  public CompletableFuture<GuardReply> ask(
      Member member, GuardPath guardPath, Function<Member, GuardRequest> request, Duration limit) {
    GuardQuestion guardQuestion = question(member, guardPath, request, limit, false);
    queue.add(guardQuestion);
    return begin(guardQuestion, member);
  }

  /** The same, but at once, before all that wait: for the renewal of a lease. */
  public CompletableFuture<GuardReply> askNow(
      Member member, GuardPath guardPath, Function<Member, GuardRequest> request, Duration limit) {
    return begin(question(member, guardPath, request, limit, true), member);
  }

  private GuardQuestion question(
      Member member,
      GuardPath guardPath,
      Function<Member, GuardRequest> request,
      Duration limit,
      boolean atOnce) {
    return new GuardQuestion(
        loop,
        links,
        requestLimits,
        new GuardQuestion.QuestionSpec(member, guardPath, request, limit, atOnce),
        this::checkEpoch);
  }

  private CompletableFuture<GuardReply> begin(GuardQuestion guardQuestion, Member member) {
    CompletableFuture<GuardReply> answer = guardQuestion.answer();
    answer.whenComplete(
        (reply, failure) -> {
          queue.remove(guardQuestion);
          lastFailures.put(
              member,
              failure != null
                  ? String.valueOf(NodeAnswer.failureOf(failure).getMessage())
                  : reply.tellsState() ? "" : Refusals.text(reply));
        });
    guardQuestion.begin();
    return answer;
  }

  /** Notices that another coordinator leads this run by now. */
  private void checkEpoch(Member member, GuardReply reply) throws GuardException {
    if (!reply.ok() && reply.refusal() == GuardRefusal.EPOCH && isLater(reply)) {
      supersededBy =
          member.name()
              + " obeys epoch "
              + reply.field("epoch")
              + " of this run, not "
              + runEpoch.epoch();
    }
  }

  /** Opens a new connection and uses it from now on; nothing on it is older than this moment. */
  public CompletableFuture<GuardLink> openNew(Member member) {
    CompletableFuture<GuardLink> fresh = links.openNew(member);
    fresh.whenComplete(
        (link, failure) -> {
          if (failure != null) {
            lastFailures.put(member, String.valueOf(NodeAnswer.failureOf(failure).getMessage()));
          }
        });
    return fresh;
  }

  /** Requests that are not sent yet are never sent: the run rolls back. */
  public void cancelQueued() {
    for (GuardQuestion guardQuestion : List.copyOf(queue)) {
      guardQuestion.cancel();
    }
  }

  public void close() {
    cancelQueued();
    links.closeAll();
  }

  /** An answer that an earlier coordinator still leads is no sign of a later one. */
  private boolean isLater(GuardReply reply) throws GuardException {
    long epoch = reply.number("epoch");
    return epoch > runEpoch.epoch()
        || (epoch == runEpoch.epoch() && !reply.field("nonce").equals(runEpoch.nonce()));
  }

  /** How far the request has come that goes to several nodes now; empty if none does. */
  public Optional<RequestProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /**
   * Several nodes are being asked, until {@link #endProgress}. Each is done once its answer has
   * come, whatever it says.
   */
  public void beginProgress(Map<Member, CompletableFuture<GuardReply>> asked) {
    beginProgress(
        asked.keySet(),
        member -> {
          CompletableFuture<GuardReply> answer = asked.get(member);
          return answer != null && answer.isDone();
        });
  }

  void beginProgress(Collection<Member> asked, Predicate<Member> isDone) {
    progress = new RequestProgress(asked, isDone, loop.now());
  }

  /** They have answered, or are not waited for any more. */
  public void endProgress() {
    progress = null;
  }

  /** Asks several nodes and waits for all. */
  public Map<Member, NodeAnswer> askAll(
      Collection<Member> members,
      GuardPath guardPath,
      Function<Member, GuardRequest> request,
      Duration limit)
      throws Superseded {
    Map<Member, CompletableFuture<GuardReply>> asked = new LinkedHashMap<>();
    for (Member member : members) {
      asked.put(member, ask(member, guardPath, request, limit));
    }
    beginProgress(asked);
    try {
      await(() -> areDone(asked), longestWait(members.size(), limit));
    } finally {
      endProgress();
    }
    return answers(asked);
  }

  public static boolean areDone(Map<Member, CompletableFuture<GuardReply>> asked) {
    return asked.values().stream().allMatch(CompletableFuture::isDone);
  }

  public static Map<Member, NodeAnswer> answers(Map<Member, CompletableFuture<GuardReply>> asked) {
    Map<Member, NodeAnswer> answers = new LinkedHashMap<>();
    asked.forEach((member, answer) -> answers.put(member, NodeAnswer.of(answer)));
    return answers;
  }

  /**
   * Every request ends by itself. One after the other, the last would have ended after this time.
   */
  public static Duration longestWait(int members, Duration limit) {
    return limit.plus(SshTransport.MOST).multipliedBy(Math.max(1, members));
  }

  public boolean await(BooleanSupplier condition, Duration atMost) throws Superseded {
    return loopAwait(condition, loop.now() + atMost.toNanos());
  }

  boolean loopAwait(BooleanSupplier condition, long until) throws Superseded {
    boolean holds = loop.await(() -> supersededBy != null || condition.getAsBoolean(), until);
    String by = supersededBy;
    if (by != null) {
      throw new Superseded(by);
    }
    return holds;
  }

  /** Handles on the loop how a future ends that another thread completes. */
  public <T> void onLoop(CompletableFuture<T> future, Ended<T> then) {
    onLoop(loop, future, then);
  }

  public static <T> void onLoop(Loop loop, CompletableFuture<T> future, Ended<T> then) {
    future.whenComplete((value, failure) -> loop.post(() -> then.ended(value, failure)));
  }

  /** How a future ended: a value, or a failure. */
  public interface Ended<T> {
    void ended(@Nullable T value, @Nullable Throwable failure);
  }
}
