package io.safeops.run.coordinate;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardRequest;
import io.safeops.run.messaging.GuardConversation;
import io.safeops.run.messaging.Loop;
import io.safeops.run.messaging.Member;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.NodeAnswer;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.messaging.Superseded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The last request before the decision: every node answers {@code prepare}, on a connection opened
 * now. Where a run has only one voter, that one promises nothing: its commit is the decision.
 */
final class CommitPreparation {

  /**
   * A promise holds for so many times the time of a connection: on a loaded machine a promise took
   * three times as long as a connection, and half of the time is for the commits.
   */
  private static final int OPENINGS = 6;

  /** A node may stall for a moment. */
  private static final Duration LEAST_EXPIRY = Duration.ofSeconds(10);

  private final RunSpec spec;
  private final Loop loop;
  private final List<Member> members;
  private final GuardConversation conversation;
  private final RunMonitor runMonitor;
  private final MonitoredRequests requests;

  CommitPreparation(
      RunSpec spec,
      Loop loop,
      List<Member> members,
      GuardConversation conversation,
      RunMonitor runMonitor,
      MonitoredRequests requests) {
    this.spec = spec;
    this.loop = loop;
    this.members = members;
    this.conversation = conversation;
    this.runMonitor = runMonitor;
    this.requests = requests;
  }

  /**
   * Returns when all nodes have promised to commit, and at least half of the promised time is left.
   */
  void collect() throws RollbackRequired, Superseded {
    long opening = loop.now();
    openNewConnections();
    boolean lastAgent = members.stream().filter(Member::isVoter).count() == 1;
    long asked = loop.now();
    Duration length = expiry(Duration.ofNanos(asked - opening));
    long expiry = asked + length.toNanos();
    Map<Member, NodeAnswer> answers =
        requests.askAll(
            members,
            member ->
                lastAgent && member.isVoter()
                    ? GuardRequest.status(spec.runEpoch())
                    : prepare(member, expiry),
            spec.times().answer());
    for (Member member : members) {
      requests.requireDone(member, answers, "promising to commit");
    }
    Duration ample = length.dividedBy(2);
    if (loop.now() - asked > ample.toNanos()) {
      throw new RollbackRequired(
          "promising to commit took longer than " + MessageText.length(ample));
    }
  }

  /**
   * How long a promise holds: some times as long as the connections have just taken, for all
   * promises and all commits must fit into it; at most what the nodes were armed for.
   */
  private Duration expiry(Duration opening) {
    Duration wanted = opening.multipliedBy(OPENINGS);
    Duration least = wanted.compareTo(LEAST_EXPIRY) > 0 ? wanted : LEAST_EXPIRY;
    return least.compareTo(spec.times().expiry()) < 0 ? least : spec.times().expiry();
  }

  /** All promises end at the same moment: the commits are sent when the last promise is given. */
  private GuardRequest prepare(Member member, long expiry) {
    long now = loop.now();
    return GuardRequest.prepare(
        spec.runEpoch(),
        member.boot(),
        member.uptimeIn(now, spec.times().answer()),
        member.uptimeIn(now, Duration.ofNanos(expiry - now)));
  }

  private void openNewConnections() throws RollbackRequired, Superseded {
    List<CompletableFuture<GuardLink>> opening = new ArrayList<>();
    members.forEach(member -> opening.add(conversation.openNew(member)));
    runMonitor.await(
        () -> opening.stream().allMatch(CompletableFuture::isDone), runMonitor.untilDeadline());
    for (int i = 0; i < members.size(); i++) {
      requests.requireOpened(members.get(i), opening.get(i));
    }
  }
}
