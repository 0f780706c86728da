package io.safeops.transport.thread;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.safeops.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that wait for sockets and pipes, so that their callers can stop waiting at a deadline.
 * They are daemons: none keeps the process alive. If the system has no thread left, the work is
 * refused with a {@link java.util.concurrent.RejectedExecutionException}.
 */
public final class IoThreads {

  private static final ExecutorService POOL = BlockingThreads.pool("safeops-io");

  private IoThreads() {}

  /** Work that may fail with a {@link TransportException}. */
  @FunctionalInterface
  public interface IoTask<T> {
    T run() throws TransportException;
  }

  @CanIgnoreReturnValue
  public static Future<?> start(Runnable work) {
    return POOL.submit(work);
  }

  public static <T> Future<T> begin(IoTask<T> ioTask) {
    return POOL.submit(ioTask::run);
  }

  public static void later(Duration delay, Runnable work) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, POOL).execute(work);
  }

  /**
   * Does the work on another thread and waits for it at most {@code timeout}. The thread is never
   * interrupted, because that could leave half a packet on a shared connection: a caller that gives
   * up closes what the work waits for.
   *
   * @throws TimeoutException when it took longer
   */
  public static <T> T within(Duration timeout, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(timeout, new CompletableFuture<Void>(), ioTask);
  }

  /**
   * The same, but waits as long as there is progress.
   *
   * @throws TimeoutException when there was no progress for too long, or it took too long in all
   */
  public static <T> T within(ProgressDeadline progress, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(progress, new CompletableFuture<Void>(), ioTask);
  }

  /**
   * The same, but gives up also when the connection is gone.
   *
   * @param gone fails with the reason why waiting is useless; may outlive many calls, and keeps
   *     nothing of them
   * @throws TimeoutException when it took longer
   */
  public static <T> T within(Duration timeout, CompletableFuture<Void> gone, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(new ProgressDeadline(timeout, timeout), gone, ioTask);
  }

  /** The same, but waits as long as there is progress. */
  public static <T> T within(
      ProgressDeadline progress, CompletableFuture<Void> gone, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(ioTask::run);
    CompletableFuture<T> future = new CompletableFuture<>();
    POOL.execute(
        () -> {
          task.run();
          try {
            future.complete(task.get());
          } catch (ExecutionException failed) {
            future.completeExceptionally(failed.getCause());
          } catch (InterruptedException stopped) {
            future.completeExceptionally(stopped);
          }
        });
    try {
      await(CompletableFuture.anyOf(future, gone), progress);
      return future.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      if (cause instanceof TransportException known) {
        throw known;
      }
      if (cause instanceof RuntimeException defect) {
        throw defect;
      }
      if (cause instanceof Error fatal) {
        throw fatal;
      }
      throw new IllegalStateException(cause);
    }
  }

  /** Waits again if there was progress at the last moment. */
  private static void await(CompletableFuture<?> end, ProgressDeadline progress)
      throws ExecutionException, InterruptedException, TimeoutException {
    while (true) {
      try {
        end.get(Math.max(1_000_000, progress.left()), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException late) {
        if (progress.left() <= 0) {
          throw late;
        }
      }
    }
  }
}
