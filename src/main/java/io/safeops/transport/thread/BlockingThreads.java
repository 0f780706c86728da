package io.safeops.transport.thread;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for work that mostly waits for nodes: as many as there is work at once, but never more
 * than {@link #MOST}; what comes then waits for its turn. One that is idle is used again before
 * another is made, and ends after a minute. They are daemons: none keeps the process alive. Where
 * the system has no thread left (a limit on pids), the work is refused with a {@link
 * RejectedExecutionException}: Java's own pools throw an Error, which ends whoever asked.
 */
public final class BlockingThreads {

  /**
   * A node of a run holds two of the transport's (one reads what its guard says, one what it says
   * aside), a request one or two more: 1,000 nodes have room. A system gives a user some 30,000
   * (pid_max, ulimit -u), and the others need some, too: sshj makes two for each connection.
   */
  static final int MOST = 4096;

  private BlockingThreads() {}

  /**
   * @param name what the threads are called, with a number
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

  /** Java's own pools either make a thread for all work or queue before they make one. */
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

  /** Takes work only where a thread is idle; otherwise the pool makes one. */
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
