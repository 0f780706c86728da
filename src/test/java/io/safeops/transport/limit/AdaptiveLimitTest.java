package io.safeops.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many may be under way at once, by how fast answers come. */
class AdaptiveLimitTest {

  private static long millis(long length) {
    return Duration.ofMillis(length).toNanos();
  }

  @Test
  void nodesThatAnswerAsFastAsEverAreAskedAllAtOnce() {
    AdaptiveLimit limit = new AdaptiveLimit(4, 64);
    for (int i = 0; i < 60; i++) {
      limit.answered(millis(500));
    }
    assertThat(limit.now()).isEqualTo(64);
  }

  /** Of so many processors each answer takes its part: so many seconds for each that is asked. */
  @ParameterizedTest
  @CsvSource({"1,2,12", "2,3,16", "8,8,40"})
  void whereProcessorsAreSharedNoMoreAreAskedThanKeepThemBusy(int cores, int least, int most) {
    AdaptiveLimit limit = new AdaptiveLimit(4, 64);
    int highest = 0;
    for (int i = 0; i < 400; i++) {
      limit.answered(millis(Math.max(1000, 1000L * limit.now() / cores)));
      highest = Math.max(highest, limit.now());
    }
    assertThat(limit.now()).isBetween(least, most);
    assertThat(highest).isLessThanOrEqualTo(most * 2);
  }

  @Test
  void aFewSlowNodesAmongManySlowNobodyDown() {
    AdaptiveLimit limit = new AdaptiveLimit(4, 64);
    for (int i = 0; i < 400; i++) {
      limit.answered(millis(i % 5 == 0 ? 9000 : 500));
    }
    assertThat(limit.now()).isEqualTo(64);
  }

  @Test
  void whereNoAnswerComesInTimeItGoesDownToTwo() {
    AdaptiveLimit limit = new AdaptiveLimit(32, 64);
    for (int i = 0; i < 400; i++) {
      limit.timedOut();
    }
    assertThat(limit.now()).isEqualTo(AdaptiveLimit.LEAST);
  }

  @Test
  void answersThatNobodyWaitsForNeverCountAsSlow() {
    AdaptiveLimit limit = new AdaptiveLimit(4, 16);
    for (int i = 0; i < 100; i++) {
      limit.answered(millis(i % 2 == 0 ? 1 : 90));
    }
    assertThat(limit.now()).isEqualTo(16);
  }
}
