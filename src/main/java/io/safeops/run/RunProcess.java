package io.safeops.run;

import io.safeops.document.DocumentException;
import io.safeops.document.Printable;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.guard.RunEpoch;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.review.Verdict;
import io.safeops.run.control.RunServer;
import io.safeops.run.coordinate.BestEffortJournal;
import io.safeops.run.coordinate.Coordinator;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.ReviewedSpec;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.execute.ApiChanges;
import io.safeops.run.execute.LiveReviewer;
import io.safeops.run.execute.LiveWork;
import io.safeops.run.execute.ReviewedFacts;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.FootprintFile;
import io.safeops.run.store.RunProgram;
import io.safeops.run.store.RunStore;
import io.safeops.session.ClusterAccess;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.thread.BlockingThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One run as a process of its own: the only owner of its journal, leases and connections. {@code
 * apply} starts it; it ends by itself.
 */
public final class RunProcess {

  private final String run;
  private final RunStore store;
  private final Secrets secrets;
  private final Clock clock;
  private final EventLoop loop = new EventLoop();
  private final OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();

  /**
   * @param secrets of the keys that the inventory names; there is no terminal to ask for them
   */
  public RunProcess(String run, RunStore store, Secrets secrets, Clock clock) {
    this.run = run;
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
  }

  /** Runs to the end; every client reads the outcome, and the journal holds it. */
  public Outcome execute() throws IOException, InterruptedException {
    ExecutorService executor = BlockingThreads.pool("node");
    try (FileJournal file = FileJournal.open(store.journal(run), clock);
        RunServer server = RunServer.open(store.socket(run), loop, operatorCommandQueue, clock)) {
      RunProgram.load();
      Journal journal = file.withListener(server::tell);
      Outcome outcome = outcome(journal, executor);
      operatorCommandQueue.close(outcome);
      server.end(outcome);
      return outcome;
    } finally {
      executor.shutdownNow();
    }
  }

  private Outcome outcome(Journal journal, ExecutorService executor)
      throws IOException, InterruptedException {
    RunRequest request = RunRequest.load(store.request(run));
    try {
      PreparedRequest preparedRequest = PreparedRequest.of(request);
      if (!request.isReviewed(preparedRequest.plan())) {
        return ended(
            journal,
            End.NOT_STARTED,
            "not started: the plan " + request.plan() + " has changed since it was reviewed");
      }
      try (ClusterAccess access =
          new ClusterAccess(preparedRequest.inventory(), new Keyring(secrets), executor, clock)) {
        return prepared(request, preparedRequest, access, journal, executor);
      }
    } catch (DocumentException e) {
      return ended(
          journal,
          End.FAILED,
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
    } catch (ReviewException e) {
      return ended(
          journal,
          e.kind() == ReviewException.Reason.IMPOSSIBLE ? End.REFUSED : End.NOT_STARTED,
          "not started: " + e.getMessage());
    }
  }

  private static Outcome ended(Journal journal, End end, String text) {
    BestEffortJournal record = new BestEffortJournal(journal);
    record.write(new RunEvent.Ended(new Outcome(end, text)));
    return record.withJournalLoss(new Outcome(end, text));
  }

  private Outcome prepared(
      RunRequest request,
      PreparedRequest preparedRequest,
      ClusterAccess access,
      Journal journal,
      ExecutorService executor)
      throws IOException, InterruptedException, DocumentException, ReviewException {
    Optional<Cluster> reviewed =
        Files.exists(store.reviewedFacts(run))
            ? Optional.of(FactsFile.load(store.reviewedFacts(run)))
            : Optional.empty();
    ReviewedFacts handed =
        ReviewedFacts.read(
            reviewed.filter(access::isOf),
            needed(preparedRequest),
            access.observer(),
            loop,
            clock.instant());
    Cluster seen = handed.start().cluster();
    Cluster before =
        access.withRows(seen, preparedRequest.reviewer().rows(preparedRequest.plan(), seen));
    MeasuredTimes measuredTimes = access.measuredTimes();
    Review review = preparedRequest.reviewer().review(preparedRequest.plan(), before);
    if (!review.passes()) {
      return ended(
          journal,
          End.REFUSED,
          "refused: "
              + review.refusals().stream()
                  .map(verdict -> verdict.rule() + ": " + verdict.message())
                  .collect(Collectors.joining("; ")));
    }
    List<String> drift = drift(review, reviewed.orElse(before), before);
    if (!drift.isEmpty()) {
      return ended(
          journal,
          End.NOT_STARTED,
          "not started: the cluster has changed since the review: " + String.join("; ", drift));
    }
    FootprintFile.save(review.footprint(), store.footprint(run));
    FactsFile.save(before, store.facts(run));
    LiveWork work =
        new LiveWork(
            access.observer(),
            new LiveReviewer(
                preparedRequest.reviewer(),
                preparedRequest.reviewer().bind(preparedRequest.plan(), before)),
            access.scripts(),
            executor,
            loop,
            handed.start().with(before),
            new ApiChanges(access::openstack, store.undo(run)));
    RunSpec spec = spec(request, preparedRequest.inventory(), review);
    try {
      if (handed.age().isPresent()) {
        journal.write(new RunEvent.Note(handed.text()));
      }
      for (Verdict verdict : review.allVerdicts()) {
        if (verdict.ruling() == Verdict.Ruling.WAIVED) {
          journal.write(
              new RunEvent.RuleSetAside(
                  "set aside: "
                      + verdict.rule()
                      + " ("
                      + verdict.message()
                      + ") because: "
                      + verdict.because()
                      + (verdict.meanwhile() ? " (by the operator, without an approval)" : ""),
                  verdict.rule(),
                  verdict.because()));
        } else if (verdict.ruling() == Verdict.Ruling.WARNED) {
          journal.write(
              new RunEvent.RuleWarned(
                  "warned: " + verdict.rule() + ": " + verdict.message(), verdict.rule()));
        }
      }
    } catch (JournalException lost) {
      return ended(journal, End.FAILED, "the journal cannot be written: " + lost.getMessage());
    }
    return new Coordinator(
            spec, loop, access.guards(), work, journal, operatorCommandQueue, measuredTimes)
        .run();
  }

  /** What the plan needs; everything where that is not known, which the review then reports. */
  private static Function<Cluster, FactsScope> needed(PreparedRequest preparedRequest) {
    return now -> {
      try {
        return preparedRequest.reviewer().needed(preparedRequest.plan(), now);
      } catch (DocumentException | ReviewException impossible) {
        return FactsScope.ALL;
      }
    };
  }

  /** What changed within the plan's footprint since the review. */
  private static List<String> drift(Review review, Cluster reviewed, Cluster now) {
    return review.steps().stream()
        .flatMap(step -> step.operation().footprint().diff(reviewed, now).stream())
        .distinct()
        .toList();
  }

  private RunSpec spec(RunRequest request, Inventory inventory, Review review) {
    return ReviewedSpec.of(review, new RunEpoch(run, 1, nonce()))
        .stepwise(request.stepwise())
        .user(request.user())
        .host(request.host())
        .console(
            review
                .guardPlan()
                .witness()
                .flatMap(inventory::node)
                .flatMap(InventoryNode::console)
                .map(Printable::line)
                .orElse(""))
        .build();
  }

  private static String nonce() {
    return Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36) + "0000";
  }
}
