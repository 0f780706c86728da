package io.safeops.run.recover;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.run.coordinate.Participants;
import io.safeops.transport.limit.RequestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes of an inventory answer when they are asked about a run. Asking changes nothing on
 * them.
 *
 * @param replies by node
 * @param silent the nodes that did not answer
 * @param participants who takes part in the run, as the nodes say
 */
record NodeSurvey(Map<String, GuardReply> replies, List<String> silent, Participants participants) {

  private static final Duration ANSWER = Duration.ofSeconds(15);

  /** Asks all nodes at once, in band, and where that fails out of band. */
  static NodeSurvey of(String run, Inventory inventory, GuardNetwork guards) {
    RequestLimits requestLimits = RequestLimits.ofThisMachine();
    Map<String, CompletableFuture<GuardReply>> asked = new LinkedHashMap<>();
    for (InventoryNode node : inventory.present()) {
      String name = node.name().value();
      asked.put(name, ask(guards, requestLimits, name, run));
    }
    Map<String, GuardReply> replies = new LinkedHashMap<>();
    List<String> silent = new ArrayList<>();
    Participants participants = new Participants();
    asked.forEach(
        (node, answer) -> {
          GuardReply reply = reply(answer);
          if (reply == null) {
            silent.add(node);
          } else {
            replies.put(node, reply);
            participants.accept(node, reply);
          }
        });
    return new NodeSurvey(replies, silent, participants);
  }

  /** The highest epoch that any node obeys; 0 where none was armed. */
  long highestEpoch() {
    return replies.values().stream().mapToLong(NodeSurvey::epochOf).max().orElse(0);
  }

  /** The machine that began the run; empty where no node names it. */
  String beganOn() {
    return replies.values().stream()
        .map(reply -> reply.field("host"))
        .filter(host -> !host.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static CompletableFuture<GuardReply> ask(
      GuardNetwork guards, RequestLimits requestLimits, String node, String run) {
    CompletableFuture<GuardReply> inBand = ask(guards, requestLimits, node, GuardPath.IN_BAND, run);
    if (!guards.has(node, GuardPath.OUT_OF_BAND)) {
      return inBand;
    }
    return inBand.exceptionallyCompose(
        failure -> ask(guards, requestLimits, node, GuardPath.OUT_OF_BAND, run));
  }

  /** The time for the answer begins when it is the node's turn, not when it is put into a queue. */
  private static CompletableFuture<GuardReply> ask(
      GuardNetwork guards,
      RequestLimits requestLimits,
      String node,
      GuardPath guardPath,
      String run) {
    return guards
        .open(node, guardPath)
        .thenCompose(
            link -> requestLimits.ask(guardPath.name()).thenCompose(turn -> look(link, turn, run)));
  }

  private static CompletableFuture<GuardReply> look(
      GuardLink link, RequestLimits.Turn turn, String run) {
    return link.ask(GuardRequest.look(run))
        .thenApply(
            reply -> {
              if (!reply.isAbout(run)) {
                throw new CompletionException(
                    new GuardException("it answered about run " + reply.field("run")));
              }
              return reply;
            })
        .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                turn.answered();
              }
              turn.close();
              link.close();
            });
  }

  private static @Nullable GuardReply reply(CompletableFuture<GuardReply> answer) {
    try {
      return answer.join();
    } catch (CompletionException silent) {
      return null;
    }
  }

  private static long epochOf(GuardReply reply) {
    try {
      return reply.number("epoch");
    } catch (GuardException none) {
      return 0;
    }
  }
}
