package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill.Round;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandstillTest {

  @Test
  void roundsOfNormalLengthLoseNothing() {
    assertThat(Standstill.lost(List.of(new Round(100, 112), new Round(112, 125)), 0, 1000))
        .isZero();
  }

  @Test
  void extraTimeOfARoundCountsWithinTheInterval() {
    List<Round> rounds = List.of(new Round(100, 213)); // 13 of them are its own
    assertThat(Standstill.lost(rounds, 0, 1000)).isEqualTo(100);
    assertThat(Standstill.lost(rounds, 150, 1000)).isEqualTo(63);
    assertThat(Standstill.lost(rounds, 0, 150)).isEqualTo(37);
    assertThat(Standstill.lost(rounds, 300, 400)).isZero();
  }
}
