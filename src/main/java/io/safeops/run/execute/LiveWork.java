package io.safeops.run.execute;

import io.safeops.action.ApiChange;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Observation;
import io.safeops.review.AffectedPaths;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.messaging.Loop;
import io.safeops.session.ClusterObserver;
import io.safeops.session.PacketTracer;
import io.safeops.session.ScriptRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * The work of a run on the real cluster. It reviews every step again on facts read now, reads every
 * expectation from the nodes, and compares what an undo restored with the facts before the first
 * step.
 */
public final class LiveWork implements RunWork {

  /** Reviews one step on the cluster as it is. */
  interface Judge extends LiveFacts.Needs {
    /**
     * @throws WorkException when the step is not possible on this cluster
     */
    StepReview step(int number, Cluster now) throws WorkException;

    /** Why an expectation of the facts does not hold; empty when it does. */
    List<String> objections(FactExpectation expectation, Observation now);

    /** The paths that this step and those after it may touch; a packet is traced on them. */
    default AffectedPaths affected(int number, Cluster now) {
      return AffectedPaths.NONE;
    }
  }

  /** A step is not possible, or the facts could not be read. */
  static final class WorkException extends Exception {
    private static final long serialVersionUID = 1L;

    WorkException(String message) {
      super(message);
    }
  }

  private final ClusterObserver clusterObserver;
  private final Judge judge;
  private final ExecutorService executor;
  private final Loop loop;
  private final LiveFacts facts;
  private final ExpectationCheck expectationCheck;
  private final PacketCheck packetCheck;
  private final ApiChanges apiChanges;
  private final Map<Integer, Cluster> shown = new HashMap<>();
  private final Map<Integer, StepReview> done = new LinkedHashMap<>();
  private Footprint footprint = Footprint.EMPTY;
  private int proposed = -1;

  /**
   * @param start the facts before the first step: what an undo must restore
   * @param apiChanges what the run changes through an API
   */
  public LiveWork(
      ClusterObserver clusterObserver,
      Judge judge,
      ScriptRunner scripts,
      ExecutorService executor,
      Loop loop,
      LiveFacts.Start start,
      ApiChanges apiChanges) {
    this(clusterObserver, judge, scripts, executor, loop, start, apiChanges, PacketCheck.PAUSE);
  }

  /**
   * @param pause between two looks at a traced packet
   */
  LiveWork(
      ClusterObserver clusterObserver,
      Judge judge,
      ScriptRunner scripts,
      ExecutorService executor,
      Loop loop,
      LiveFacts.Start start,
      ApiChanges apiChanges,
      Duration pause) {
    this.clusterObserver = clusterObserver;
    this.judge = judge;
    this.executor = executor;
    this.loop = loop;
    this.facts = new LiveFacts(clusterObserver, judge, loop, start);
    this.expectationCheck = new ExpectationCheck(clusterObserver, facts, judge, scripts, executor);
    this.packetCheck =
        new PacketCheck(clusterObserver, facts, new PacketTracer(scripts, executor), loop, pause);
    this.apiChanges = apiChanges;
    shown.put(0, start.cluster());
  }

  @Override
  public CompletableFuture<StepOrders> propose(int step) {
    return inBackground(
        () -> {
          Cluster now = facts.startOrNow(step);
          StepOrders orders = orders(step, now, judged(step, now));
          synchronized (this) {
            shown.put(step, now);
            proposed = step;
          }
          return orders;
        });
  }

  @Override
  public CompletableFuture<StepOrders> prepare(int step) {
    return inBackground(
        () -> {
          Cluster now = isProposed(step) ? facts.now(step) : facts.startOrNow(step);
          StepReview review = judged(step, now);
          StepOrders orders = orders(step, now, review);
          if (orders.isSound()) {
            synchronized (this) {
              done.put(step, review);
              footprint = footprint.and(review.operation().footprint());
            }
            facts.changes(review.operation().footprint());
            packetCheck.prepare(
                review, now, judge.affected(step, now), AffectedPaths.of(review.operation(), now));
          }
          return orders;
        });
  }

  private synchronized boolean isProposed(int step) {
    return proposed == step;
  }

  private StepReview judged(int step, Cluster now) throws WorkException {
    requireReached(now);
    return judge.step(step, now);
  }

  private StepOrders orders(int step, Cluster now, StepReview review) {
    Cluster seen;
    synchronized (this) {
      seen = shown.getOrDefault(step, now);
    }
    return new StepOrders(
        review.id(),
        review.title(),
        review.objections(),
        review.operation().footprint().diff(seen, now),
        NodeOrders.of(review.operation()),
        review.operation().api().isPresent());
  }

  private static void requireReached(Cluster now) throws WorkException {
    for (var node : now.nodes()) {
      if (node.unreachable().isPresent()) {
        throw new WorkException(node.name() + " cannot be reached: " + node.unreachable().get());
      }
    }
  }

  @Override
  public CompletableFuture<Finding> makeApiChange(int step) {
    return inBackground(
        () -> {
          Optional<ApiChange> change;
          synchronized (this) {
            change = Optional.ofNullable(done.get(step)).flatMap(it -> it.operation().api());
          }
          return change.isPresent() ? apiChanges.make(step + 1, change.get()) : Finding.HOLDS;
        });
  }

  @Override
  public boolean hasApiChanges() {
    return apiChanges.hasChanged();
  }

  @Override
  public CompletableFuture<Finding> undoApiChanges() {
    return inBackground(apiChanges::undo);
  }

  @Override
  public CompletableFuture<Finding> keepApiChanges() {
    return inBackground(apiChanges::confirmed);
  }

  @Override
  public CompletableFuture<Finding> expect(int step) {
    return inBackground(() -> expectationCheck.look(expectations(step), packetCheck.afterStep()));
  }

  @Override
  public CompletableFuture<Finding> quiet() {
    return inBackground(() -> expectationCheck.look(expectations(last()), packetCheck.inQuiet()));
  }

  @Override
  public List<String> takeNotes() {
    return packetCheck.takeNotes();
  }

  private synchronized int last() {
    return done.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private synchronized List<Expectation> expectations(int step) {
    StepReview review = done.get(step);
    return review == null ? List.of() : review.operation().expect();
  }

  @Override
  public CompletableFuture<Finding> restored() {
    Footprint whole;
    synchronized (this) {
      whole = footprint;
    }
    return new RestorationCheck(clusterObserver, executor, loop, facts.atStart()).restored(whole);
  }

  private <T> CompletableFuture<T> inBackground(Callable<T> work) {
    return BlockingCalls.call(executor, work);
  }
}
