package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The edges of the times, by the injected clocks. */
class ClockSpanTest {

  private static final Validity VALIDITY = Approvals.VALIDITY;
  private static final Instant INSIDE = Instant.parse("2026-12-01T23:00:00Z");

  private static ClockSpan clocks(Instant here, Instant net, Optional<Instant> head) {
    return new ClockSpan(
        List.of(
            new ClockSpan.Reading("the clock of this machine", here),
            new ClockSpan.Reading("the clock of node net", net)),
        head.map(at -> new ClockSpan.Reading("the newest signed head", at)));
  }

  private static ClockSpan all(Instant time) {
    return clocks(time, time, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-01T19:59:59Z, early",
    "2026-12-01T19:59:59.999999999Z, early",
    "2026-12-01T20:00:00Z, valid",
    "2026-12-01T20:00:00.000000001Z, valid",
    "2026-12-02T03:59:59Z, valid",
    "2026-12-02T04:00:00Z, valid",
    "2026-12-02T04:00:00.999999999Z, valid",
    "2026-12-02T04:00:01Z, late",
    "2026-12-03T00:00:00Z, late",
    "2025-12-01T22:00:00Z, early"
  })
  void eachEdgeIsWhereItIsWritten(Instant time, String expected) {
    assertThat(all(time).notYetValid(VALIDITY).isPresent()).isEqualTo(expected.equals("early"));
    assertThat(all(time).expired(VALIDITY).isPresent()).isEqualTo(expected.equals("late"));
  }

  @Test
  void aNodeAnHourAheadEndsIt() {
    Instant here = Instant.parse("2026-12-02T03:30:00Z");
    ClockSpan clocks = clocks(here, here.plus(Duration.ofHours(1)), Optional.empty());
    assertThat(clocks.expired(VALIDITY))
        .contains(
            "it was valid until 2026-12-02T04:00:00Z, and the clock of node net says"
                + " 2026-12-02T04:30:00Z");
    assertThat(clocks.notYetValid(VALIDITY)).isEmpty();
  }

  @Test
  void aNodeAnHourBehindDelaysIt() {
    Instant here = Instant.parse("2026-12-01T20:30:00Z");
    ClockSpan clocks = clocks(here, here.minus(Duration.ofHours(1)), Optional.empty());
    assertThat(clocks.notYetValid(VALIDITY))
        .contains(
            "it is valid from 2026-12-01T20:00:00Z, and the clock of node net says"
                + " 2026-12-01T19:30:00Z");
    assertThat(clocks.expired(VALIDITY)).isEmpty();
  }

  @Test
  void aNodeAnHourOffInTheMiddleDoesNoHarm() {
    for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
      ClockSpan clocks = clocks(INSIDE, INSIDE.plus(off), Optional.empty());
      assertThat(clocks.expired(VALIDITY)).isEmpty();
      assertThat(clocks.notYetValid(VALIDITY)).isEmpty();
    }
  }

  /** All clocks were set back, and a head that was signed later shows it. */
  @Test
  void aHeadThatWasSignedLaterEndsIt() {
    ClockSpan clocks = clocks(INSIDE, INSIDE, Optional.of(Instant.parse("2026-12-05T00:00:00Z")));
    assertThat(clocks.expired(VALIDITY).orElse(""))
        .endsWith("and the newest signed head says 2026-12-05T00:00:00Z");
  }

  /** A head is always of the past: that it is early says nothing. */
  @Test
  void aHeadThatWasSignedEarlierDelaysNothing() {
    ClockSpan clocks = clocks(INSIDE, INSIDE, Optional.of(Instant.parse("2026-11-01T00:00:00Z")));
    assertThat(clocks.notYetValid(VALIDITY)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-02T10:00:00Z, 24, false",
    "2026-12-02T10:00:00.999Z, 24, false",
    "2026-12-02T10:00:01Z, 24, true",
    "2026-12-01T10:00:00Z, 1, false",
    "2026-12-01T11:00:01Z, 1, true"
  })
  void theAgeHasAnEdgeToo(Instant time, int hours, boolean old) {
    assertThat(all(time).tooOld(VALIDITY, Duration.ofHours(hours)).isPresent()).isEqualTo(old);
  }

  @Test
  void anAgeIsToldWithItsLimit() {
    assertThat(all(Instant.parse("2026-12-03T10:00:00Z")).tooOld(VALIDITY, Duration.ofDays(1)))
        .contains(
            "it was signed at 2026-12-01T10:00:00Z, the policy takes approvals for 1 d, and the"
                + " clock of this machine says 2026-12-03T10:00:00Z");
  }

  @Test
  void aSpanThatMakesNoSenseIsNotMade() {
    Instant now = Approvals.ISSUED;
    assertThatThrownBy(() -> new Validity(now, now, now, 1)).hasMessageContaining("not-after");
    assertThatThrownBy(() -> new Validity(now, now.minusSeconds(1), now.plusSeconds(9), 1))
        .hasMessageContaining("not-before");
    assertThatThrownBy(() -> new Validity(now, now, now.plusSeconds(9), 0))
        .hasMessageContaining("1 to 1000 runs");
    assertThatThrownBy(() -> new Validity(now, now, now.plusSeconds(9), 1001))
        .hasMessageContaining("1 to 1000 runs");
    assertThatThrownBy(() -> new Validity(now, now, now.plusNanos(1_500_000_000), 1))
        .hasMessageContaining("whole second");
    assertThatThrownBy(() -> new ClockSpan(List.of(), Optional.empty()))
        .hasMessageContaining("no clock");
  }
}
