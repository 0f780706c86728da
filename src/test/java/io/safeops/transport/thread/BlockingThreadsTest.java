package io.safeops.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many threads there are for work that waits. */
class BlockingThreadsTest {

  private final Set<String> used = ConcurrentHashMap.newKeySet();

  private void use() {
    used.add(Thread.currentThread().getName());
  }

  @Test
  void allThatWaitsAtOnceHasAThreadOfItsOwn() throws Exception {
    ExecutorService pool = BlockingThreads.pool("test", 50);
    CountDownLatch together = new CountDownLatch(50);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(
          pool.submit(
              () -> {
                use();
                together.countDown();
                return together.await(60, TimeUnit.SECONDS);
              }));
    }
    for (Future<?> each : all) {
      assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(true);
    }
    assertThat(used).hasSize(50);
    pool.shutdownNow();
  }

  @Test
  void whatIsMoreThanThereMayBeWaitsForItsTurn() throws Exception {
    ExecutorService pool = BlockingThreads.pool("test", 3);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(
          pool.submit(
              () -> {
                use();
                return go.await(60, TimeUnit.SECONDS);
              }));
    }
    go.countDown();
    for (Future<?> each : all) {
      assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(true);
    }
    assertThat(used).hasSizeBetween(1, 3);
    pool.shutdownNow();
  }

  @Test
  void anIdleThreadIsUsedBeforeAnotherIsMade() throws Exception {
    ExecutorService pool = BlockingThreads.pool("test", 50);
    for (int i = 0; i < 200; i++) {
      pool.submit(this::use).get(60, TimeUnit.SECONDS);
    }
    // One may not have come back for more when the next piece of work comes.
    assertThat(used).hasSizeLessThan(10);
    pool.shutdownNow();
  }
}
