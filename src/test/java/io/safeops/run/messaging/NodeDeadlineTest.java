package io.safeops.run.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From answers that took their time, the moment at which a node undoes by itself. */
class NodeDeadlineTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long QUICK = SECOND / 100;
  private static final Duration A_MOMENT = Duration.ofMillis(30);

  private final NodeDeadline deadline = new NodeDeadline();

  @Test
  void unknownUntilTheNodeTells() {
    assertThat(deadline.left(0)).isEmpty();
    deadline.told(500, 0, 0, SECOND);
    assertThat(deadline.left(SECOND)).isEmpty();
  }

  /** The node is up for 50 s when it is asked first. */
  @Test
  void aSlowAnswerAfterAQuickOneMakesItNoWorse() {
    deadline.told(5000, 10000, 0, QUICK);
    left(1, 99);
    // The node looked at 5 s; the answer came at 9 s.
    deadline.told(5500, 9500, SECOND, 9 * SECOND);
    left(10, 90);
  }

  @Test
  void aMovedDeadlineIsAsExactAsTheFirstAlsoBehindASlowNetwork() {
    deadline.told(5000, 10000, 0, QUICK);
    deadline.told(5200, 16000, SECOND, 4 * SECOND);
    left(4, 158);
  }

  /** After a restart the uptime begins anew. */
  @Test
  void anotherClockIsTakenAtOnce() {
    deadline.told(5000, 10000, 0, QUICK);
    deadline.told(100, 3000, 9 * SECOND, 9 * SECOND + QUICK);
    left(10, 29);
  }

  @Test
  void neverBelowZero() {
    deadline.told(5000, 100, 0, QUICK);
    assertThat(deadline.left(5 * SECOND)).contains(Duration.ZERO);
  }

  private void left(long at, long seconds) {
    Duration left = deadline.left(at * SECOND).orElseThrow();
    assertThat(left)
        .isBetween(Duration.ofSeconds(seconds).minus(A_MOMENT), Duration.ofSeconds(seconds));
  }
}
