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
 * Threads that wait for sockets and pipes, so that whoever asked can stop waiting at its deadline.
 * They are daemons: none keeps the process alive. Where no thread can be had, the work is refused
 * with a {@link java.util.concurrent.RejectedExecutionException}.
 */
public final class IoThreads {

  private static final ExecutorService POOL = BlockingThreads.pool("safeops-io");

  private IoThreads() {}

  /** Work that fails in the transport's own words. */
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
   * interrupted, because that could leave half a packet on a shared connection: whoever gives up
   * closes what the work waits for.
   *
   * @throws TimeoutException when it took longer
   */
  public static <T> T within(Duration timeout, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(timeout, new CompletableFuture<Void>(), ioTask);
  }

  /**
   * The same, for as long as it moves.
   *
   * @throws TimeoutException when it stood still for too long, or took too long in all
   */
  public static <T> T within(ProgressDeadline progress, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(progress, new CompletableFuture<Void>(), ioTask);
  }

  /**
   * The same, given up also when what it works on is gone.
   *
   * @param gone fails with why there is nothing left to wait for; may outlive many calls, and keeps
   *     nothing of them
   * @throws TimeoutException when it took longer
   */
  public static <T> T within(Duration timeout, CompletableFuture<Void> gone, IoTask<T> ioTask)
      throws TransportException, TimeoutException, InterruptedException {
    return within(new ProgressDeadline(timeout, timeout), gone, ioTask);
  }

  /** The same, for as long as it moves. */
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

  /** What moves at the last moment is waited for again. */
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
