package io.safeops.run.coordinate;

import io.safeops.audit.Head;
import io.safeops.audit.LogPosition;
import io.safeops.audit.SignedHead;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.NodeAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sends heads of the journal to the nodes. Nobody waits for it on the way of a run: a node that is
 * slow gets the newest head when it has answered to the one before, and those between not at all.
 * Used on the {@link Loop} only.
 */
final class HeadDelivery {

  /**
   * So many heads are under way at once. They wait for no turn, and take little from the requests
   * that the run waits for.
   */
  private static final int AT_ONCE = 8;

  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** A node that first has to answer something else is looked at so often. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** So many other nodes' logs each node keeps the position of. */
  private static final int NEIGHBOURS = 2;

  /** What goes to one node. */
  private static final class Outbox {
    private @Nullable SignedHead next;
    private boolean isUnderWay;
    private @Nullable LogPosition position;
    private boolean hasTaken;
  }

  /** A node that has stored a head, and how far its log was then. */
  record Taken(Head head, LogPosition position) {}

  /** A node that has not, and why. */
  record NotTaken(Head head, String node, String why) {}

  private final Loop loop;
  private final GuardConversation conversation;
  private final Map<Member, Outbox> outboxes = new LinkedHashMap<>();
  private final List<Member> members;
  private final List<Taken> taken = new ArrayList<>();
  private final List<NotTaken> notTaken = new ArrayList<>();
  private Predicate<Member> isReady = member -> true;
  private boolean isLooking;
  private int underWay;

  HeadDelivery(Loop loop, GuardConversation conversation, List<Member> members) {
    this.loop = loop;
    this.conversation = conversation;
    this.members = members;
    members.forEach(member -> outboxes.put(member, new Outbox()));
  }

  /**
   * Sends a head to every node that a connection is open to.
   *
   * @param ready whether nothing that matters more is on its way to a node
   */
  void send(SignedHead head, Predicate<Member> ready) {
    isReady = ready;
    outboxes.forEach(
        (member, outbox) -> {
          if (!member.cannotBeArmed()) {
            outbox.next = head;
          }
        });
    look();
  }

  /** The nodes that have stored a head since the last call. */
  List<Taken> takeAnswers() {
    List<Taken> all = List.copyOf(taken);
    taken.clear();
    return all;
  }

  /** The nodes that have not stored one since the last call. */
  List<NotTaken> takeFailures() {
    List<NotTaken> all = List.copyOf(notTaken);
    notTaken.clear();
    return all;
  }

  /** Whether no head is under way, and none waits for a node that is ready. */
  boolean isIdle() {
    return underWay == 0 && outboxes.keySet().stream().noneMatch(this::mayBeSent);
  }

  /** The nodes that have answered to the last head that they were sent. */
  List<Member> reached() {
    return members.stream()
        .filter(
            member -> {
              Outbox outbox = outboxes.get(member);
              return outbox != null && outbox.hasTaken && outbox.next == null;
            })
        .toList();
  }

  /** The nodes that a connection is open to, and that have not stored the last head. */
  List<Member> notReached() {
    List<Member> reached = reached();
    return members.stream()
        .filter(member -> !member.cannotBeArmed() && !reached.contains(member))
        .filter(member -> conversation.isConnected(member, GuardPath.IN_BAND))
        .toList();
  }

  private boolean mayBeSent(Member member) {
    Outbox outbox = outboxes.get(member);
    return outbox != null
        && outbox.next != null
        && !outbox.isUnderWay
        && conversation.isConnected(member, GuardPath.IN_BAND);
  }

  /** Sends what may be sent by now. */
  void look() {
    boolean isHeld = false;
    for (Map.Entry<Member, Outbox> each : outboxes.entrySet()) {
      if (underWay >= AT_ONCE) {
        return;
      }
      if (!mayBeSent(each.getKey())) {
        continue;
      }
      if (isReady.test(each.getKey())) {
        send(each.getKey(), each.getValue());
      } else {
        isHeld = true;
      }
    }
    if (isHeld && !isLooking) {
      isLooking = true;
      loop.after(
          LOOK,
          () -> {
            isLooking = false;
            look();
          });
    }
  }

  private void send(Member member, Outbox outbox) {
    SignedHead head = outbox.next;
    if (head == null) {
      return;
    }
    outbox.next = null;
    outbox.hasTaken = false;
    outbox.isUnderWay = true;
    underWay++;
    CompletableFuture<GuardReply> answer =
        conversation.askNow(
            member,
            GuardPath.IN_BAND,
            to -> GuardRequest.head(conversation.runEpoch(), head, seen(to)),
            ANSWER);
    answer.whenComplete(
        (reply, failure) -> {
          outbox.isUnderWay = false;
          underWay--;
          answered(member, outbox, head.head(), NodeAnswer.of(answer));
          look();
        });
  }

  private void answered(Member member, Outbox outbox, Head head, NodeAnswer answer) {
    GuardReply reply = answer.reply();
    if (reply == null || !reply.ok()) {
      notTaken.add(new NotTaken(head, member.name(), answer.why()));
      return;
    }
    outbox.hasTaken = true;
    reply
        .logPosition(member.name())
        .ifPresent(
            position -> {
              outbox.position = position;
              taken.add(new Taken(head, position));
            });
  }

  /** How far the logs of the next nodes in the list were: so the nodes vouch for each other. */
  private List<LogPosition> seen(Member member) {
    List<LogPosition> seen = new ArrayList<>();
    int own = members.indexOf(member);
    for (int i = 1; i <= NEIGHBOURS && i < members.size(); i++) {
      Outbox outbox = outboxes.get(members.get((own + i) % members.size()));
      LogPosition position = outbox == null ? null : outbox.position;
      if (position != null) {
        seen.add(position);
      }
    }
    return seen;
  }
}
