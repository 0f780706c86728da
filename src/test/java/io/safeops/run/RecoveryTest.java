package io.safeops.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.Reply;
import io.safeops.run.Outcome.End;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a recovery says where no node tells who takes part in the run. */
class RecoveryTest {

  private static Reply reply(String state) throws Exception {
    return Reply.parse("OK run=r1 state=" + state + " kind= nodes=");
  }

  @Test
  void aRunThatNobodyKnows() throws Exception {
    Outcome outcome = Recovery.unknown("r1", Map.of("n0", reply("NONE")), List.of("n1"));
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .isEqualTo("no node that answers knows run r1: is this its inventory?; silent: n1");
  }

  @Test
  void aRunThatWasNeverArmed() throws Exception {
    Outcome outcome = Recovery.unknown("r1", Map.of("n0", reply("REVERTED")), List.of());
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("was never armed: nothing was changed by it");
  }

  /** While one that answers is armed, whoever says that nothing was started is wrong. */
  @Test
  void anInventoryThatLacksANodeOfTheRunDecidesNothing() throws Exception {
    List<String> strangers = List.of("n2");
    for (String state : List.of("ARMED", "PREPARED", "CONFIRMED", "REVERTING", "REVERT_FAILED")) {
      Outcome outcome =
          Recovery.withStrangers("r1", strangers, List.of(reply("SEALED"), reply(state)));
      assertThat(outcome.end()).as(state).isEqualTo(End.SPLIT);
      assertThat(outcome.text()).contains("is on n2 too, which this inventory lacks");
    }
    assertThat(
            Recovery.withStrangers("r1", strangers, List.of(reply("REVERTED"), reply("NONE")))
                .end())
        .isEqualTo(End.NOT_STARTED);
  }

  /** It knows the run, and may hold its change: that is no run of another inventory. */
  @Test
  void aNodeWhoseStateIsDamagedIsNamed() throws Exception {
    Outcome outcome =
        Recovery.unknown("r1", Map.of("n0", reply("DAMAGED"), "n1", reply("NONE")), List.of("n2"));
    assertThat(outcome.end()).isEqualTo(End.SPLIT);
    assertThat(outcome.text()).contains("its state is damaged on n0", "silent: n2");
  }
}
