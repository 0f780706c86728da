package io.safeops.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How long something is waited for that moves, or does not. */
class ProgressDeadlineTest {

  private final AtomicLong now = new AtomicLong(-5);
  private final ProgressDeadline progress =
      new ProgressDeadline(Duration.ofSeconds(10), Duration.ofSeconds(100), now::get);

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private long left() {
    return Duration.ofNanos(progress.left()).toSeconds();
  }

  @Test
  void whatStandsStillIsGivenUp() {
    pass(9);
    assertThat(left()).isEqualTo(1);
    pass(1);
    assertThat(progress.left()).isZero();
    assertThat(progress.account()).isEqualTo("for 10 s");
  }

  @Test
  void whatMovesIsNotGivenUpBeforeTheTimeThatNothingTakes() {
    for (int i = 0; i < 11; i++) {
      pass(9);
      assertThat(left()).isPositive();
      progress.moved();
    }
    pass(1);
    assertThat(progress.left()).isZero();
    assertThat(progress.account()).isEqualTo("in all of 100 s");
  }

  @Test
  void aQueueDoesNotCount() {
    pass(5);
    progress.queues();
    pass(1000);
    assertThat(left()).isEqualTo(10);
    progress.goesOn();
    assertThat(left()).isEqualTo(10);
    pass(9);
    progress.moved();
    assertThat(left()).isEqualTo(10);
  }
}
