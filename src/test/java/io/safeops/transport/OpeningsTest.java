package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** So many logins at once, at one jump host and in all. */
class OpeningsTest {

  private final Openings openings = new Openings();

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
                  Openings.Pass pass = openings.opening("jump port 22", false).take();
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
    assertThat(most.get()).isBetween(1, Openings.AT_ONE_HOP);
    assertThat(openings.measured().answers()).isEqualTo(400);
  }

  @Test
  void oneThatIsCalledOffWaitsNoLonger() throws Exception {
    List<Openings.Pass> taken = new ArrayList<>();
    for (int i = 0; i < AdaptiveLimit.FIRST; i++) {
      taken.add(openings.opening("", false).take());
    }
    Openings.Waiting waiting = openings.opening("", true);
    CompletableFuture<Void> off = CompletableFuture.runAsync(waiting::callOff);
    assertThatThrownBy(waiting::take)
        .isInstanceOf(TransportException.class)
        .hasMessageContaining("before its turn");
    off.join();
    taken.forEach(Openings.Pass::end);
    openings.opening("", false).take().opened();
  }
}
