package io.safeops.transport.limit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the requests to nodes. Of each kind of work, as many are under way at once as {@link
 * AdaptiveLimit} allows; the others wait in a queue, in the order of their arrival. The time limit
 * of a request begins with its turn. Thread-safe; a turn begins on the thread that gave a place
 * back.
 */
public final class RequestLimits {

  /** More do not hide more latency, and each holds a thread. */
  public static final int MOST = 64;

  private final LongSupplier clock;
  private final int most;
  private final Map<String, WorkQueue> kinds = new HashMap<>();
  private @Nullable WorkQueue newest;
  private boolean narrow;

  /**
   * @param clock in nanoseconds
   */
  public RequestLimits(LongSupplier clock) {
    this(clock, MOST);
  }

  /**
   * @param most the largest number of one kind at once
   */
  public RequestLimits(LongSupplier clock, int most) {
    this.clock = clock;
    this.most = most;
  }

  /** With the clock of this machine. */
  public static RequestLimits ofThisMachine() {
    return new RequestLimits(System::nanoTime);
  }

  /**
   * How long one kind of work has taken so far.
   *
   * @param answers how many answers came
   * @param busy how long at least one request was under way
   * @param mean time of an answer, from its turn
   * @param slowest time of an answer
   * @param atOnce the largest number under way at once
   */
  public record Measured(int answers, Duration busy, Duration mean, Duration slowest, int atOnce) {
    public static final Measured NOTHING =
        new Measured(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

    /** The time per node, with as many at once as there were. */
    public Duration each() {
      return answers == 0 ? Duration.ZERO : busy.dividedBy(answers);
    }

    /** How long so many nodes would take. */
    public Duration of(int nodes) {
      Duration all = each().multipliedBy(nodes);
      return nodes == 0 || all.compareTo(mean) >= 0 ? all : mean;
    }
  }

  /** One place among those under way. The first call of an end gives it back. */
  public final class Turn implements AutoCloseable {
    private final WorkQueue workQueue;
    private final long since = clock.getAsLong();
    private boolean over;

    private Turn(WorkQueue workQueue) {
      this.workQueue = workQueue;
    }

    /** An answer came. */
    public void answered() {
      end(clock.getAsLong() - since);
    }

    /** No answer came in time. */
    public void timedOut() {
      end(Long.MAX_VALUE);
    }

    /** It ended in a way that says nothing about the speed of answers. */
    @Override
    public void close() {
      end(-1);
    }

    private void end(long took) {
      synchronized (RequestLimits.this) {
        if (over) {
          return;
        }
        over = true;
        workQueue.ended(took, clock.getAsLong());
      }
      serve(workQueue);
    }
  }

  private static final class WorkQueue {
    private final AdaptiveLimit limit;
    private final Deque<CompletableFuture<Turn>> waiting = new ArrayDeque<>();
    private int underWay;
    private long busySince;
    private long busy;
    private int answers;
    private long sum;
    private long slowest;
    private int atOnce;

    WorkQueue(AdaptiveLimit limit) {
      this.limit = limit;
    }

    void begins(long now) {
      if (underWay == 0) {
        busySince = now;
      }
      underWay++;
      atOnce = Math.max(atOnce, underWay);
    }

    void ended(long took, long now) {
      underWay--;
      busy += now - busySince;
      busySince = now;
      if (took == Long.MAX_VALUE) {
        limit.timedOut();
      } else if (took >= 0) {
        limit.answered(took);
        answers++;
        sum += took;
        slowest = Math.max(slowest, took);
      }
    }
  }

  /**
   * Waits in the queue of this kind.
   *
   * @return completes when the turn has come; cancelling it leaves the queue
   */
  public CompletableFuture<Turn> ask(String kind) {
    return ask(kind, false);
  }

  /** The same, but ahead of all others that wait. */
  public CompletableFuture<Turn> askFirst(String kind) {
    return ask(kind, true);
  }

  private CompletableFuture<Turn> ask(String name, boolean first) {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    WorkQueue workQueue;
    synchronized (this) {
      workQueue = kind(name);
      if (first) {
        workQueue.waiting.addFirst(turn);
      } else {
        workQueue.waiting.addLast(turn);
      }
    }
    serve(workQueue);
    return turn;
  }

  /** Waits for the turn on this thread. */
  public Turn take(String kind) throws InterruptedException {
    CompletableFuture<Turn> turn = ask(kind);
    try {
      return turn.get();
    } catch (ExecutionException | CancellationException never) {
      throw new IllegalStateException(never);
    } catch (InterruptedException interrupted) {
      leave(turn);
      throw interrupted;
    }
  }

  /** Leaves the queue, or gives the turn back if it has come meanwhile. */
  @CanIgnoreReturnValue
  static boolean leave(CompletableFuture<Turn> turn) {
    boolean left = turn.cancel(false);
    if (!left && !turn.isCompletedExceptionally()) {
      turn.join().close();
    }
    return left;
  }

  /** A new kind begins with half of the limit that the last new kind reached. */
  private WorkQueue kind(String name) {
    WorkQueue known = kinds.get(name);
    if (known != null) {
      return known;
    }
    int first = newest == null ? 0 : newest.limit.now() / 2;
    WorkQueue workQueue =
        new WorkQueue(new AdaptiveLimit(Math.max(AdaptiveLimit.FIRST, first), most));
    kinds.put(name, workQueue);
    newest = workQueue;
    return workQueue;
  }

  private void serve(WorkQueue workQueue) {
    List<CompletableFuture<Turn>> next = new ArrayList<>();
    synchronized (this) {
      int limit = narrow ? AdaptiveLimit.LEAST : workQueue.limit.now();
      while (workQueue.underWay < limit && !workQueue.waiting.isEmpty()) {
        next.add(workQueue.waiting.poll());
        workQueue.begins(clock.getAsLong());
      }
    }
    for (CompletableFuture<Turn> waiting : next) {
      Turn turn = new Turn(workQueue);
      if (!waiting.complete(turn)) {
        turn.close();
      }
    }
  }

  /** Whether every limit is the lowest possible, because something urgent is late. */
  public void narrow(boolean isNarrow) {
    List<WorkQueue> all;
    synchronized (this) {
      narrow = isNarrow;
      all = List.copyOf(kinds.values());
    }
    all.forEach(this::serve);
  }

  /** How long this kind of work has taken so far. */
  public synchronized Measured measured(String name) {
    WorkQueue workQueue = kinds.get(name);
    if (workQueue == null || workQueue.answers == 0) {
      return Measured.NOTHING;
    }
    return new Measured(
        workQueue.answers,
        Duration.ofNanos(workQueue.busy),
        Duration.ofNanos(workQueue.sum / workQueue.answers),
        Duration.ofNanos(workQueue.slowest),
        workQueue.atOnce);
  }
}
