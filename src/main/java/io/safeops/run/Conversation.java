package io.safeops.run;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import io.safeops.guard.Stamp;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The talk between one coordinator and the guards: asks, bounds every answer in time, and lets each
 * {@link Member} hear whatever is answered, however late. Lives on the {@link Loop}.
 */
final class Conversation {

  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration ATTEMPT = Duration.ofSeconds(3);

  private final Loop loop;
  private final GuardNetwork network;
  private final Stamp stamp;
  private final Map<Path, CompletableFuture<GuardLink>> openings = new HashMap<>();
  private final Map<Member, String> troubles = new HashMap<>();
  private @Nullable String supersededBy;

  Conversation(Loop loop, GuardNetwork network, Stamp stamp) {
    this.loop = loop;
    this.network = network;
    this.stamp = stamp;
  }

  Stamp stamp() {
    return stamp;
  }

  boolean hasOutOfBand(Member member) {
    return network.has(member.name(), Way.OUT_OF_BAND);
  }

  /** Why the last attempt at this node failed, in words; empty when it told its state. */
  String trouble(Member member) {
    return troubles.getOrDefault(member, "");
  }

  /**
   * Asks one node, opening a connection where none is open.
   *
   * @return completes on the loop; exceptionally with a {@link GuardException} when no answer came
   *     in time
   */
  CompletableFuture<Reply> ask(Member member, Way way, Request request, Duration limit) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    long sent = loop.now();
    GuardLink open = member.link(way);
    CompletableFuture<GuardLink> link =
        open != null ? CompletableFuture.completedFuture(open) : opening(member, way);
    Loop.Timer timer =
        loop.after(
            limit,
            () -> {
              if (answer.completeExceptionally(
                  new GuardException(
                      "no answer to "
                          + request.verb()
                          + " within "
                          + limit.toMillis() / 1000.0
                          + " s"))) {
                GuardLink used = member.link(way);
                if (used != null
                    && used == open
                    && member.silentFor(loop.now()) > loop.now() - sent) {
                  used.close();
                }
              }
            });
    onLoop(
        link,
        (opened, failure) -> {
          if (opened == null) {
            timer.cancel();
            answer.completeExceptionally(asGuardException(failure));
            return;
          }
          long asked = loop.now();
          onLoop(
              opened.ask(request),
              (reply, broken) -> {
                timer.cancel();
                if (reply == null) {
                  opened.close();
                  answer.completeExceptionally(asGuardException(broken));
                } else {
                  hear(member, way, reply, asked, answer);
                }
              });
        });
    answer.whenComplete(
        (reply, failure) ->
            troubles.put(
                member,
                failure != null
                    ? String.valueOf(failure.getMessage())
                    : reply.tellsState() ? "" : Refusals.inWords(reply)));
    return answer;
  }

  /** Opens a connection that carries nothing older than this moment, and uses it from now on. */
  CompletableFuture<GuardLink> openFresh(Member member) {
    CompletableFuture<GuardLink> before = openings.get(new Path(member, Way.IN_BAND));
    CompletableFuture<GuardLink> fresh =
        before == null
            ? open(member, Way.IN_BAND)
            : begin(
                member,
                Way.IN_BAND,
                before
                    .handle((link, failure) -> member.name())
                    .thenCompose(node -> network.open(node, Way.IN_BAND)));
    fresh.whenComplete(
        (link, failure) -> {
          if (failure != null) {
            troubles.put(member, asGuardException(failure).getMessage());
          }
        });
    return fresh;
  }

  /**
   * The connection that is being opened to this node, or a new one. A newer connection ends the
   * older one, so two openings side by side could leave the one that somebody relies on closed.
   */
  private CompletableFuture<GuardLink> opening(Member member, Way way) {
    CompletableFuture<GuardLink> underWay = openings.get(new Path(member, way));
    return underWay != null ? underWay : open(member, way);
  }

  private CompletableFuture<GuardLink> open(Member member, Way way) {
    return begin(member, way, network.open(member.name(), way));
  }

  private CompletableFuture<GuardLink> begin(
      Member member, Way way, CompletableFuture<GuardLink> connecting) {
    Path path = new Path(member, way);
    CompletableFuture<GuardLink> opening = new CompletableFuture<>();
    openings.put(path, opening);
    onLoop(
        connecting,
        (link, failure) -> {
          openings.remove(path, opening);
          if (link == null) {
            opening.completeExceptionally(asGuardException(failure));
          } else {
            member.use(way, link);
            opening.complete(link);
          }
        });
    return opening;
  }

  private void hear(
      Member member, Way way, Reply reply, long asked, CompletableFuture<Reply> answer) {
    try {
      member.hear(reply, way, asked, loop.now());
      if (!reply.ok() && reply.why().equals("epoch") && isLater(reply)) {
        supersededBy =
            member.name()
                + " obeys epoch "
                + reply.field("epoch")
                + " of this run, not "
                + stamp.epoch();
      }
      answer.complete(reply);
    } catch (GuardException nonsense) {
      answer.completeExceptionally(nonsense);
    }
  }

  /** One that an earlier coordinator leads still is no sign of a later one. */
  private boolean isLater(Reply reply) throws GuardException {
    long epoch = reply.number("epoch");
    return epoch > stamp.epoch()
        || (epoch == stamp.epoch() && !reply.field("nonce").equals(stamp.nonce()));
  }

  /**
   * Asks several nodes at once and waits for all, each within the limit. Those that did not answer
   * are missing.
   */
  Map<Member, Reply> askAll(
      Collection<Member> members, Function<Member, Request> request, Duration limit)
      throws Superseded {
    return askAll(members, Way.IN_BAND, request, limit);
  }

  Map<Member, Reply> askAll(
      Collection<Member> members, Way way, Function<Member, Request> request, Duration limit)
      throws Superseded {
    Map<Member, CompletableFuture<Reply>> asked = new LinkedHashMap<>();
    for (Member member : members) {
      asked.put(member, ask(member, way, request.apply(member), limit));
    }
    await(
        () -> asked.values().stream().allMatch(CompletableFuture::isDone),
        limit.plus(Duration.ofSeconds(1)));
    Map<Member, Reply> answers = new LinkedHashMap<>();
    asked.forEach(
        (member, answer) -> {
          if (answer.isDone() && !answer.isCompletedExceptionally()) {
            answers.put(member, answer.join());
          }
        });
    return answers;
  }

  /**
   * Says something again and again, in band and, where that fails, out of band too, until every
   * node is satisfied or patience ends. For what must arrive: aborts, decided commits, seals,
   * releases, fences.
   *
   * @return whether all are satisfied
   */
  boolean persist(
      Collection<Member> members,
      Function<Member, Request> request,
      Predicate<Member> satisfied,
      BooleanSupplier moot,
      Duration patience)
      throws Superseded {
    long until = loop.now() + patience.toNanos();
    Set<String> onTheWay = new HashSet<>();
    Set<Member> failed = new HashSet<>();
    BooleanSupplier over = () -> moot.getAsBoolean() || members.stream().allMatch(satisfied);
    while (!over.getAsBoolean() && loop.now() < until) {
      for (Member member : members) {
        if (satisfied.test(member)) {
          continue;
        }
        say(member, Way.IN_BAND, request, onTheWay, failed);
        if (failed.contains(member) && network.has(member.name(), Way.OUT_OF_BAND)) {
          say(member, Way.OUT_OF_BAND, request, onTheWay, failed);
        }
      }
      long round = Math.min(until, loop.now() + ROUND.toNanos());
      int waiting = onTheWay.size();
      loopAwait(() -> over.getAsBoolean() || (waiting > 0 && onTheWay.isEmpty()), round);
      if (!over.getAsBoolean()) {
        loopAwait(over, Math.min(until, loop.now() + ROUND.toNanos() / 5));
      }
    }
    return members.stream().allMatch(satisfied);
  }

  private void say(
      Member member,
      Way way,
      Function<Member, Request> request,
      Set<String> onTheWay,
      Set<Member> failed) {
    String key = member.name() + "/" + way;
    if (!onTheWay.add(key)) {
      return;
    }
    ask(member, way, request.apply(member), ATTEMPT)
        .whenComplete(
            (reply, failure) -> {
              onTheWay.remove(key);
              if (way == Way.IN_BAND) {
                if (failure == null) {
                  failed.remove(member);
                } else {
                  failed.add(member);
                }
              }
            });
  }

  boolean await(BooleanSupplier condition, Duration atMost) throws Superseded {
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

  /** Lets a future that ends on another thread end on the loop. */
  <T> void onLoop(CompletableFuture<T> future, Ended<T> then) {
    future.whenComplete((value, failure) -> loop.post(() -> then.ended(value, failure)));
  }

  private static GuardException asGuardException(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof GuardException guard) {
      return guard;
    }
    return new GuardException(
        cause == null ? "no answer" : String.valueOf(cause.getMessage()), cause);
  }

  /** One way to one node. */
  private record Path(Member member, Way way) {}

  /** How a future ended: a value, or a failure. */
  interface Ended<T> {
    void ended(@Nullable T value, @Nullable Throwable failure);
  }
}
