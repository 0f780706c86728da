package io.safeops.run.coordinate;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardRequest.LogPart;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.PagedFile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The end of a run's evidence: waits a little for the last head to be stored, and copies the logs
 * of the nodes that have stored it. The outcome is known and journaled by then, and does not
 * change.
 */
final class EvidenceCollection {

  /** The operator waits for it: a node that takes longer is left out. */
  private static final Duration HEADS = Duration.ofSeconds(3);

  private static final Duration LOGS = Duration.ofSeconds(5);

  /** Bytes of one node's log. A log has some kilobytes, unless an undo failed for long. */
  private static final int MOST_BYTES = 1 << 20;

  private final Loop loop;
  private final GuardConversation conversation;
  private final Journal journal;
  private final HeadDelivery delivery;
  private final EvidenceStore store;

  EvidenceCollection(
      Loop loop,
      GuardConversation conversation,
      Journal journal,
      HeadDelivery delivery,
      EvidenceStore store) {
    this.loop = loop;
    this.conversation = conversation;
    this.journal = journal;
    this.delivery = delivery;
    this.store = store;
  }

  /** What is missing at the end is only shown: nothing is journaled after the end. */
  void collect() {
    if (journal.lastLine().isEmpty()) {
      return;
    }
    try {
      loop.await(delivery::isIdle, HEADS);
      List<Member> without = delivery.notReached();
      if (!without.isEmpty()) {
        journal.tell(
            new RunEvent.Note(
                Coordinator.names(without) + " did not store the last head of the journal"));
      }
      copyLogs();
    } catch (RuntimeException | LinkageError fault) {
      journal.tell(
          new RunEvent.Note(
              "the logs of the nodes are not copied: safeops itself failed: " + fault));
    }
  }

  /** The two files of a node. */
  private record Copy(PagedFile.Content log, PagedFile.Content heads) {}

  private void copyLogs() {
    if (store.equals(EvidenceStore.NONE)) {
      return;
    }
    Map<Member, CompletableFuture<Copy>> copies = new LinkedHashMap<>();
    for (Member member : delivery.reached()) {
      // One after the other: two requests at the same time would start a guard each.
      copies.put(
          member,
          file(member, LogPart.LOG)
              .thenCompose(
                  log -> file(member, LogPart.HEADS).thenApply(heads -> new Copy(log, heads))));
    }
    loop.await(() -> copies.values().stream().allMatch(CompletableFuture::isDone), LOGS);
    List<String> missing = new ArrayList<>();
    copies.forEach(
        (member, copy) -> {
          if (!isKept(member, copy)) {
            missing.add(member.name());
          }
        });
    if (!missing.isEmpty()) {
      journal.tell(
          new RunEvent.Note(
              "the logs of "
                  + String.join(", ", missing)
                  + " were not copied within "
                  + MessageText.length(LOGS)
                  + ", or only in part; the nodes keep them"));
    }
  }

  private CompletableFuture<PagedFile.Content> file(Member member, LogPart part) {
    String run = conversation.runEpoch().run();
    return PagedFile.read(
        line ->
            conversation.ask(
                member, GuardPath.IN_BAND, to -> GuardRequest.log(run, part, line), LOGS),
        MOST_BYTES);
  }

  private boolean isKept(Member member, CompletableFuture<Copy> copying) {
    if (!copying.isDone() || copying.isCompletedExceptionally()) {
      return false;
    }
    Copy copy = copying.join();
    try {
      store.ofNode(member.name(), copy.log().bytes(), copy.heads().bytes());
    } catch (IOException full) {
      journal.tell(
          new RunEvent.Note("the log of " + member.name() + " is not kept: " + full.getMessage()));
      return true;
    }
    return copy.log().isWhole() && copy.heads().isWhole();
  }
}
