package io.safeops.transport.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.limit.RequestLimits.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may ask now. */
class RequestLimitsTest {

  private final AtomicLong now = new AtomicLong();
  private final RequestLimits requestLimits = new RequestLimits(now::get, 8);

  private static boolean hasCome(CompletableFuture<Turn> turn) {
    return turn.isDone() && !turn.isCompletedExceptionally();
  }

  private List<CompletableFuture<Turn>> ask(int many) {
    List<CompletableFuture<Turn>> asked = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      asked.add(requestLimits.ask("work"));
    }
    return asked;
  }

  @Test
  void onlyAsManyBeginAsMayBeUnderWayAndTheNextWhenOneEnds() {
    List<CompletableFuture<Turn>> asked = ask(6);
    assertThat(asked.stream().filter(RequestLimitsTest::hasCome)).hasSize(AdaptiveLimit.FIRST);
    asked.get(2).join().close();
    assertThat(hasCome(asked.get(4))).isTrue();
    assertThat(hasCome(asked.get(5))).as("first come, first served").isFalse();
  }

  @Test
  void whatIsUrgentIsBeforeAllThatWait() {
    List<CompletableFuture<Turn>> asked = ask(6);
    CompletableFuture<Turn> urgent = requestLimits.askFirst("work");
    asked.get(0).join().close();
    assertThat(hasCome(urgent)).isTrue();
    assertThat(hasCome(asked.get(4))).isFalse();
  }

  @Test
  void whoLeavesTheQueueTakesNoTurn() {
    List<CompletableFuture<Turn>> asked = ask(6);
    asked.get(4).cancel(false);
    asked.get(0).join().close();
    assertThat(hasCome(asked.get(5))).isTrue();
  }

  @Test
  void aTurnIsGivenBackOnce() {
    List<CompletableFuture<Turn>> asked = ask(7);
    Turn first = asked.get(0).join();
    first.close();
    first.close();
    first.answered();
    assertThat(asked.stream().filter(RequestLimitsTest::hasCome)).hasSize(AdaptiveLimit.FIRST + 1);
  }

  @Test
  void kindsDoNotWaitForEachOther() {
    ask(20);
    assertThat(hasCome(requestLimits.ask("other"))).isTrue();
  }

  @Test
  void whatWasMeasuredIsTheTimeFromTheTurnOn() {
    for (CompletableFuture<Turn> turn : ask(6)) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      turn.join().answered();
    }
    RequestLimits.Measured measured = requestLimits.measured("work");
    assertThat(measured.answers()).isEqualTo(6);
    assertThat(measured.busy()).isEqualTo(Duration.ofSeconds(6));
    assertThat(measured.each()).isEqualTo(Duration.ofSeconds(1));
    assertThat(measured.of(50)).isEqualTo(Duration.ofSeconds(50));
    assertThat(measured.of(0)).isZero();
    assertThat(measured.slowest()).isEqualTo(Duration.ofSeconds(5));
    assertThat(requestLimits.measured("nothing")).isEqualTo(RequestLimits.Measured.NOTHING);
  }

  @Test
  void whatGivesWayBeginsTwoAtOnceUntilItNeedNotAnyMore() {
    requestLimits.narrow(true);
    List<CompletableFuture<Turn>> asked = ask(6);
    assertThat(asked.stream().filter(RequestLimitsTest::hasCome)).hasSize(AdaptiveLimit.LEAST);
    requestLimits.narrow(false);
    assertThat(asked.stream().filter(RequestLimitsTest::hasCome)).hasSize(AdaptiveLimit.FIRST);
  }

  @Test
  void aNewKindBeginsWithHalfOfWhatTheLastHadComeTo() {
    RequestLimits wide = new RequestLimits(now::get, 64);
    for (int i = 0; i < 40; i++) {
      wide.ask("one").join().answered();
    }
    List<CompletableFuture<Turn>> asked = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      asked.add(wide.ask("two"));
    }
    assertThat(asked.stream().filter(RequestLimitsTest::hasCome)).hasSize(22);
  }
}
