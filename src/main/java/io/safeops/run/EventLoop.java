package io.safeops.run;

import io.safeops.run.messaging.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** The loop in real time. */
public final class EventLoop implements Loop {

  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private final AtomicLong order = new AtomicLong();
  private boolean handling;

  @Override
  public long now() {
    return System.nanoTime();
  }

  @Override
  public void post(Runnable event) {
    events.add(event);
  }

  @Override
  public Timer after(Duration delay, Runnable event) {
    Due due = new Due(now() + delay.toNanos(), order.getAndIncrement(), event);
    synchronized (timers) {
      timers.add(due);
    }
    post(() -> {}); // a waiting loop checks its timers again
    return () -> {
      synchronized (timers) {
        timers.remove(due);
      }
    };
  }

  @Override
  public boolean await(BooleanSupplier condition, long until) {
    if (handling) {
      throw new IllegalStateException("an event may not wait");
    }
    while (!condition.getAsBoolean()) {
      long now = now();
      if (now - until >= 0) {
        return false;
      }
      Runnable event = nextEvent(now, until);
      if (event != null) {
        handling = true;
        try {
          event.run();
        } finally {
          handling = false;
        }
      }
    }
    return true;
  }

  private @org.jspecify.annotations.Nullable Runnable nextEvent(long now, long until) {
    long wake = until;
    synchronized (timers) {
      Due first = timers.peek();
      if (first != null && first.at() - now <= 0) {
        timers.poll();
        return first.event();
      }
      if (first != null && first.at() - until < 0) {
        wake = first.at();
      }
    }
    try {
      return events.poll(Math.max(0, wake - now), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException("nothing may interrupt a run's loop", stopped);
    }
  }

  private record Due(long at, long order, Runnable event) {}
}
