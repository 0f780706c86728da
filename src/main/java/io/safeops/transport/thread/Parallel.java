package io.safeops.transport.thread;

import io.safeops.transport.TransportException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Does the same work on many nodes, on a limited number at once. The results are in the order of
 * the nodes; a node that fails does not stop the others.
 */
public final class Parallel {

  /** Enough to hide latency, few enough for a jump host's MaxStartups (10 by default). */
  public static final int DEFAULT_WIDTH = 8;

  private final int width;

  /**
   * @param width how many at once, at least 1
   */
  public Parallel(int width) {
    if (width < 1) {
      throw new IllegalArgumentException("at least one at once, not " + width);
    }
    this.width = width;
  }

  /** The work on one node. */
  @FunctionalInterface
  public interface Task<N, R> {
    R run(N node) throws TransportException;
  }

  /** The result of one node. */
  public sealed interface NodeResult<N, R> {
    N node();

    /** Turns either case into one type. */
    default <T> T fold(Function<R, T> done, Function<TransportException, T> failed) {
      // A switch over the cases needs Java 21.
      if (this instanceof Done<N, R> ok) {
        return done.apply(ok.result());
      }
      return failed.apply(((Failed<N, R>) this).failure());
    }
  }

  public record Done<N, R>(N node, R result) implements NodeResult<N, R> {}

  public record Failed<N, R>(N node, TransportException failure) implements NodeResult<N, R> {}

  /**
   * Runs the task on every node.
   *
   * @throws InterruptedException when the caller was interrupted; tasks that had begun are
   *     interrupted too, and this does not wait for them
   */
  public <N, R> List<NodeResult<N, R>> run(Collection<N> nodes, Task<N, R> task)
      throws InterruptedException {
    if (nodes.isEmpty()) {
      return List.of();
    }
    AtomicInteger count = new AtomicInteger();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(width, nodes.size()),
            work -> {
              Thread thread = new Thread(work, "safeops-node-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<NodeResult<N, R>>> pending = new ArrayList<>();
      for (N node : nodes) {
        pending.add(threads.submit(() -> outcome(node, task)));
      }
      List<NodeResult<N, R>> outcomes = new ArrayList<>();
      for (Future<NodeResult<N, R>> future : pending) {
        outcomes.add(get(future));
      }
      return List.copyOf(outcomes);
    } finally {
      threads.shutdownNow();
    }
  }

  private static <N, R> NodeResult<N, R> outcome(N node, Task<N, R> task) {
    try {
      return new Done<>(node, task.run(node));
    } catch (TransportException failed) {
      return new Failed<>(node, failed);
    }
  }

  private static <T> T get(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException defect) {
      if (defect.getCause() instanceof RuntimeException unexpected) {
        throw unexpected;
      }
      if (defect.getCause() instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException(defect.getCause());
    }
  }
}
