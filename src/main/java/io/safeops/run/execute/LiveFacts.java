package io.safeops.run.execute;

import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.run.execute.LiveWork.WorkException;
import io.safeops.run.talk.Loop;
import io.safeops.session.ClusterObserver;
import java.time.Duration;
import java.util.List;

/**
 * What a run knows of the cluster, and how old that is. Before a step it is asked what that step
 * looks at and what the steps before it have changed, not the whole cluster again.
 */
public final class LiveFacts {

  /**
   * The facts that a run begins with; times are on the loop's clock.
   *
   * @param at when the collection of what the plan looks at began
   * @param oldest when the collection of the rest began
   */
  public record Start(Cluster cluster, long at, long oldest) {
    /** All of one moment. */
    Start(Cluster cluster, long at) {
      this(cluster, at, at);
    }

    /** The same with rows in whole. */
    public Start with(Cluster rows) {
      return new Start(rows, at, oldest);
    }
  }

  /** What a step looks at, on the cluster as it is known. */
  interface Needs {
    /** What must be read again for the step to be judged on it. */
    FactsScope needed(int step, Cluster known);

    /** The rows that the step would touch on this cluster. */
    List<RowKey> rows(int step, Cluster now);
  }

  /**
   * So old may the facts from the start of the run be for its first step: arming and a look of the
   * probes take less, and a round trip to every node is spared. What a go was waited for is never
   * done on them.
   */
  static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * So old may be what a step does not look at when rules judge it: they may ask of any node. As
   * long as a run usually has until it must be confirmed; then everything is read again.
   */
  static final Duration CONTEXT = Duration.ofMinutes(5);

  private final ClusterObserver clusterObserver;
  private final Needs needs;
  private final Loop loop;
  private final Start start;
  private Cluster known;
  private long oldest;
  private Footprint changed = Footprint.EMPTY;

  LiveFacts(ClusterObserver clusterObserver, Needs needs, Loop loop, Start start) {
    this.clusterObserver = clusterObserver;
    this.needs = needs;
    this.loop = loop;
    this.start = start;
    this.known = start.cluster();
    this.oldest = start.oldest();
  }

  /** As they were before the first step. */
  Cluster atStart() {
    return start.cluster();
  }

  /** As they were when they were last read. */
  synchronized Cluster known() {
    return known;
  }

  /** A step is about to change this: it is read again before the next one. */
  synchronized void changes(Footprint footprint) {
    changed = changed.and(footprint);
  }

  /** For the first step those of the start while they are fresh, else as {@link #now}. */
  Cluster startOrNow(int step) throws InterruptedException, WorkException {
    boolean isFresh = loop.now() - start.at() < FRESH.toNanos();
    return step == 0 && isFresh ? start.cluster() : now(step);
  }

  /**
   * The cluster with the rows that the step touches, and with what it looks at and what the steps
   * before it have changed as it is now; the rest as it was at most {@link #CONTEXT} ago.
   *
   * @throws WorkException when a node of these cannot be reached
   */
  Cluster now(int step) throws InterruptedException, WorkException {
    long begun = loop.now();
    Cluster before;
    Footprint done;
    boolean isOld;
    synchronized (this) {
      before = known;
      done = changed;
      isOld = begun - oldest >= CONTEXT.toNanos();
    }
    Observation observation =
        isOld
            ? clusterObserver.look(FactsScope.ALL, before)
            : clusterObserver.look(
                before, now -> needs.needed(step, now).and(done.scopeBefore(now)));
    List<String> lost = observation.lost();
    if (!lost.isEmpty()) {
      throw new WorkException(String.join("; ", lost));
    }
    Cluster seen = observation.over(before);
    Cluster now = clusterObserver.withRows(seen, needs.rows(step, seen));
    synchronized (this) {
      known = now;
      changed = Footprint.EMPTY;
      oldest = isOld ? begun : oldest;
    }
    return now;
  }
}
