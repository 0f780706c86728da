package io.safeops.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.transport.TransportException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** So many logins at once, at one jump host and in all. */
class OpeningLimitsTest {

  private final OpeningLimits openingLimits = new OpeningLimits();

  @Test
  void aJumpHostIsNeverAskedForMoreLoginsThanSshdTakes() throws Exception {
    AtomicInteger held = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(40);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        all.add(
            threads.submit(
                () -> {
                  OpeningLimits.Pass pass = openingLimits.opening("jump port 22", false).take();
                  most.accumulateAndGet(held.incrementAndGet(), Math::max);
                  Thread.yield();
                  held.decrementAndGet();
                  pass.opened();
                  return pass;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most.get()).isBetween(1, OpeningLimits.AT_ONE_HOP);
    assertThat(openingLimits.measured().answers()).isEqualTo(400);
  }

  @Test
  void oneThatIsCalledOffWaitsNoLonger() throws Exception {
    List<OpeningLimits.Pass> taken = new ArrayList<>();
    for (int i = 0; i < AdaptiveLimit.FIRST; i++) {
      taken.add(openingLimits.opening("", false).take());
    }
    OpeningLimits.Waiting waiting = openingLimits.opening("", true);
    CompletableFuture<Void> off = CompletableFuture.runAsync(waiting::callOff);
    assertThatThrownBy(waiting::take)
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("before its turn");
    off.join();
    taken.forEach(OpeningLimits.Pass::end);
    openingLimits.opening("", false).take().opened();
  }
}
