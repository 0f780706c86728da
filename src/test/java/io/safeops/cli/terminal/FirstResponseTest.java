package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who speaks to a run's process that is stopped is told so, and what then. */
class FirstResponseTest {

  @Test
  void silenceIsTold() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (FirstResponse first = FirstResponse.within(Duration.ZERO, told::countDown)) {
      told.await();
      first.heard();
    }
    assertThat(told.getCount()).isZero();
    assertThat(FirstResponse.silent("r1"))
        .contains("has not answered for 10 s", "`safeops recover r1` takes over from it");
  }

  @Test
  void whoSpokeIsNotCalledSilent() throws Exception {
    AtomicInteger told = new AtomicInteger();
    for (int i = 0; i < 50; i++) {
      FirstResponse.within(Duration.ofSeconds(20), told::incrementAndGet).heard();
      FirstResponse.within(Duration.ofSeconds(20), told::incrementAndGet).close();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("first word")) {
        thread.join();
      }
    }
    assertThat(told).hasValue(0);
  }
}
