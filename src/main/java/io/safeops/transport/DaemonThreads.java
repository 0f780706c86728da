package io.safeops.transport;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for work that waits, as many as there is such work; none keeps the process alive. Where
 * the system has no thread left (a limit on pids), the work is refused like any other that cannot
 * be done, with a {@link RejectedExecutionException}: Java's own pools throw an Error, which ends
 * whoever asked.
 */
public final class DaemonThreads {

  private static final int IDLE_SECONDS = 60;

  private DaemonThreads() {}

  /** A pool whose threads are called {@code name-1} and so on. */
  public static ExecutorService named(String name) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        }) {
      @Override
      public void execute(Runnable work) {
        try {
          super.execute(work);
        } catch (OutOfMemoryError none) {
          throw new RejectedExecutionException("no thread for it: " + none.getMessage(), none);
        }
      }
    };
  }
}
