package io.safeops.transport.thread;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that mostly waits for nodes. There are as many as there is work at once, but
 * never more than {@link #MOST}; more work waits for its turn. An idle thread is used again before
 * a new one is made, and ends after a minute. They are daemons: none keeps the process alive. If
 * the system has no thread left (a limit on pids), the work is refused with a {@link
 * RejectedExecutionException}. Java's own pools throw an Error then, which ends the caller.
 */
public final class BlockingThreads {

  /**
   * In a run each node needs two threads of the transport (for the standard output and the standard
   * error of its guard), and a request one or two more: this is enough for 1,000 nodes. A system
   * gives a user some 30,000 (pid_max, ulimit -u), and sshj makes two more for each connection.
   */
  static final int MOST = 4096;

  private BlockingThreads() {}

  /**
   * @param name of the threads; each has a number behind it
   */
  public static ExecutorService pool(String name) {
    return pool(name, MOST);
  }

  static ExecutorService pool(String name, int most) {
    AtomicInteger count = new AtomicInteger();
    return new Pool(
        most,
        work -> {
          Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Java's own pools make a thread for each piece of work, or queue before they make one. */
  private static final class Pool extends ThreadPoolExecutor {
    private final AtomicInteger given = new AtomicInteger();

    Pool(int most, java.util.concurrent.ThreadFactory threads) {
      super(0, most, 60, TimeUnit.SECONDS, new Queue(), threads, Pool::queue);
      ((Queue) getQueue()).pool = this;
    }

    private static void queue(Runnable work, ThreadPoolExecutor pool) {
      if (!pool.isShutdown()) {
        ((Queue) pool.getQueue()).add(work);
      }
    }

    @Override
    public void execute(Runnable work) {
      given.incrementAndGet();
      try {
        super.execute(work);
      } catch (OutOfMemoryError none) {
        given.decrementAndGet();
        throw new RejectedExecutionException("no thread for it: " + none.getMessage(), none);
      }
    }

    @Override
    protected void afterExecute(Runnable work, @Nullable Throwable failure) {
      given.decrementAndGet();
      super.afterExecute(work, failure);
    }
  }

  /** Takes work only if a thread is idle; otherwise the pool makes one. */
  private static final class Queue extends LinkedBlockingQueue<Runnable> {
    private static final long serialVersionUID = 1L;

    private transient volatile @Nullable Pool pool;

    @Override
    public boolean offer(Runnable work) {
      Pool owner = pool;
      return owner != null && owner.given.get() <= owner.getPoolSize() && super.offer(work);
    }

    @Override
    public boolean add(Runnable work) {
      return super.offer(work);
    }
  }
}
