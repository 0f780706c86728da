package io.safeops.run.execute;

import io.safeops.action.footprint.Footprint;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.model.RowKey;
import io.safeops.run.execute.LiveWork.WorkException;
import io.safeops.run.messaging.Loop;
import io.safeops.session.ClusterObserver;
import java.time.Duration;
import java.util.List;

/**
 * What a run knows of the cluster, and how old that is. Before a step it reads what the step needs
 * and what the steps before it have changed, not the whole cluster again.
 */
public final class LiveFacts {

  /**
   * The facts at the start of a run; times are on the loop's clock.
   *
   * @param at when reading the facts that the plan needs began
   * @param oldest when reading the rest began
   */
  public record Start(Cluster cluster, long at, long oldest) {
    /** All facts of one moment. */
    Start(Cluster cluster, long at) {
      this(cluster, at, at);
    }

    /** The same with other facts, of the same age. */
    public Start with(Cluster rows) {
      return new Start(rows, at, oldest);
    }
  }

  /** What a step needs, on the cluster as it is known. */
  interface Needs {
    /** What must be read again to judge the step. */
    FactsScope needed(int step, Cluster known);

    /** The rows that the step would touch on this cluster. */
    List<RowKey> rows(int step, Cluster now);
  }

  /**
   * The facts from the start of the run may be so old for its first step: arming and the probes'
   * first look take less, and a round trip to every node is saved. A step that waited for a go
   * never uses them.
   */
  static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * The other facts may be so old when the rules judge a step: the rules may read any node. It is
   * the usual deadline of a run; after that everything is read again.
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

  /** The facts before the first step. */
  Cluster atStart() {
    return start.cluster();
  }

  /** The facts as last read. */
  synchronized Cluster known() {
    return known;
  }

  /** A step will change this: it is read again before the next step. */
  synchronized void changes(Footprint footprint) {
    changed = changed.and(footprint);
  }

  /** For the first step the facts of the start while they are fresh, else {@link #now}. */
  Cluster startOrNow(int step) throws InterruptedException, WorkException {
    boolean isFresh = loop.now() - start.at() < FRESH.toNanos();
    return step == 0 && isFresh ? start.cluster() : now(step);
  }

  /**
   * The cluster with the rows that the step touches. What the step needs and what earlier steps
   * have changed is read now; the rest is at most {@link #CONTEXT} old.
   *
   * @throws WorkException when one of the nodes cannot be reached
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
