package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.review.ReadCount;
import io.safeops.run.messaging.RunSpec;
import io.safeops.session.MeasuredTimes;
import io.safeops.transport.limit.RequestLimits.Measured;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How long a run will take, from what was measured. */
class ForecastTest {

  /** So many answers in so many seconds, eight at once. */
  private static Measured measured(int answers, int seconds) {
    return new Measured(
        answers, Duration.ofSeconds(seconds), Duration.ofSeconds(2), Duration.ofSeconds(3), 8);
  }

  private static RunSpec spec(int voters, int soft, int steps) {
    return RunSpec.builder(
            new RunEpoch("r", 1, "abcd"),
            IntStream.range(0, voters + soft)
                .mapToObj(
                    i ->
                        RunSpec.NodeSpec.builder(
                                "n" + i, i < voters ? NodeKind.VOTER : NodeKind.SOFT)
                            .steps(steps)
                            .witness(i == 0)
                            .probes(List.of("storm-eth0 storm eth0"))
                            .build())
                .toList(),
            ReadCount.whole(steps, voters + soft))
        .digest("digest")
        .user("kim")
        .host("desk")
        .build();
  }

  @Test
  void eachPartIsComputedFromTheNodesAndWhatTheyTook() {
    MeasuredTimes measuredTimes = new MeasuredTimes(measured(50, 10), measured(50, 25));
    Forecast forecast = Forecast.of(spec(1, 49, 1), measuredTimes, measured(50, 20));
    assertThat(forecast.parts())
        .containsExactly(
            new Forecast.ForecastPhase("arming", Duration.ofSeconds(60)),
            new Forecast.ForecastPhase("the probes' first look", Duration.ofSeconds(10)),
            new Forecast.ForecastPhase("1 step", Duration.ofSeconds(25 + 25 + 20 + 20)),
            new Forecast.ForecastPhase("quiet", Duration.ofSeconds(25)),
            new Forecast.ForecastPhase("confirming", Duration.ofSeconds(10 + 20 + 2)));
    assertThat(forecast.total()).isEqualTo(Duration.ofSeconds(217));
    assertThat(forecast.fits()).isTrue();
    assertThat(forecast.text())
        .contains("arming 60 s, the probes' first look 10 s, 1 step 1 min 30 s, quiet 25 s")
        .contains("a look takes 0.50 s a node with 8 at once")
        .contains("opening a connection takes 0.20 s a node with 8 at once")
        .contains("an answer to CHECK takes 0.40 s a node with 8 at once");
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheFigures() {
    MeasuredTimes measuredTimes = new MeasuredTimes(measured(50, 10), measured(50, 25));
    Forecast forecast = Forecast.of(spec(50, 0, 3), measuredTimes, measured(50, 20));
    assertThat(forecast.fits()).isFalse();
    assertThat(forecast.refusal())
        .startsWith("the deadline of 5 min cannot hold this run on 50 nodes: it takes about ")
        .contains("3 steps 4 min 30 s")
        .contains("a longer deadline");
  }

  /** With `serial: 1` each step reads a node or two, not all of them again. */
  @Test
  void aStepTakesWhatItsOwnLooksTake() {
    MeasuredTimes measuredTimes = new MeasuredTimes(measured(50, 10), measured(50, 25));
    RunSpec whole = spec(50, 0, 1);
    RunSpec serial =
        RunSpec.builder(
                whole.runEpoch(), whole.nodes(), new ReadCount(Collections.nCopies(50, 3), 1))
            .build();
    Forecast forecast = Forecast.of(serial, measuredTimes, measured(50, 20));
    // 50 times two seconds, the mean of an answer, and the messages to the guards.
    assertThat(forecast.parts())
        .contains(new Forecast.ForecastPhase("50 steps", Duration.ofSeconds(50 * 2 + 20 + 20)))
        .contains(new Forecast.ForecastPhase("quiet", Duration.ofSeconds(20)));
    assertThat(forecast.fits()).isTrue();
  }

  @Test
  void fewFastNodesTakeWhatTheirProbesAndTheQuietTake() {
    Measured fast =
        new Measured(3, Duration.ofMillis(300), Duration.ofMillis(200), Duration.ZERO, 3);
    Forecast forecast = Forecast.of(spec(1, 2, 1), new MeasuredTimes(fast, fast), fast);
    assertThat(forecast.total()).isBetween(Duration.ofSeconds(31), Duration.ofSeconds(33));
  }

  @Test
  void whereNothingWasMeasuredNothingIsRefused() {
    Forecast forecast = Forecast.of(spec(1, 2, 50), MeasuredTimes.UNKNOWN, Measured.NOTHING);
    assertThat(forecast.isMeasured()).isFalse();
    assertThat(forecast.fits()).isTrue();
  }
}
