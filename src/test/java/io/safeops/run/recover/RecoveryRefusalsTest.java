package io.safeops.run.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardReply;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.store.JournalSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a recovery reports where it changes nothing. */
class RecoveryRefusalsTest {

  private static final RecoveryRefusals REFUSALS = new RecoveryRefusals("r1");

  private static GuardReply reply(String state) throws Exception {
    return GuardReply.parse("OK run=r1 state=" + state + " kind= nodes=");
  }

  @Test
  void aRunThatNobodyKnows() throws Exception {
    Outcome outcome =
        REFUSALS.unknownRun(Map.of("n0", reply("NONE")), List.of(), JournalSummary.NOTHING);
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text())
        .isEqualTo("no node that answers knows run r1: is this its inventory?");
  }

  /** A silent node may be armed: only the answers of all nodes prove that nothing was started. */
  @Test
  void aNodeThatIsSilentMayBeArmed() throws Exception {
    for (String state : List.of("NONE", "REVERTED")) {
      Outcome outcome =
          REFUSALS.unknownRun(Map.of("n0", reply(state)), List.of("n1"), JournalSummary.NOTHING);
      assertThat(outcome.end()).as(state).isEqualTo(End.NOT_PROVEN);
      assertThat(outcome.text()).contains("silent: n1", "may be armed");
    }
  }

  @Test
  void aGuardThatIsTooBusyToLookIsSilent() throws Exception {
    GuardReply busy = GuardReply.parse("NO why=busy run=r1 state=UNKNOWN");
    Outcome outcome =
        REFUSALS.unknownRun(
            Map.of("n0", reply("NONE"), "n1", busy), List.of(), JournalSummary.NOTHING);
    assertThat(outcome.end()).isEqualTo(End.NOT_PROVEN);
    assertThat(outcome.text()).contains("silent: n1");
  }

  /** No node knows the run any more, but its journal is here. */
  @Test
  void theJournalCountsWhereNoNodeKnowsTheRun() throws Exception {
    Map<String, GuardReply> heard = Map.of("n0", reply("REVERTED"), "n1", reply("NONE"));
    Outcome armed =
        REFUSALS.unknownRun(heard, List.of(), new JournalSummary(true, Optional.empty()));
    assertThat(armed.end()).isEqualTo(End.NOT_PROVEN);
    assertThat(armed.text()).contains("its nodes were armed", "the undo with it");
    Outcome kept = new Outcome(End.CONFIRMED, "confirmed; nothing is left.");
    Outcome ended =
        REFUSALS.unknownRun(heard, List.of(), new JournalSummary(true, Optional.of(kept)));
    assertThat(ended.end()).isEqualTo(End.CONFIRMED);
    assertThat(ended.text()).contains("confirmed; nothing is left.");
  }

  @Test
  void aRunThatWasNeverArmed() throws Exception {
    Outcome outcome =
        REFUSALS.unknownRun(Map.of("n0", reply("REVERTED")), List.of(), JournalSummary.NOTHING);
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("was never armed: it has changed nothing");
  }

  /** The run may be open on the other nodes: the refusal tells nothing about it. */
  @Test
  void aNodeThatAnswersIsNotGivenUp() throws Exception {
    LostNodes n1 = new LostNodes(Set.of("n1"), "burned, says tester");
    GuardReply armed = GuardReply.parse("OK run=r1 state=ARMED kind=voter nodes=n0:voter,n1:voter");
    Set<String> both = Set.of("n0", "n1");
    Outcome answers = REFUSALS.notLost(n1, both, Map.of("n0", armed, "n1", armed)).orElseThrow();
    assertThat(answers.end()).isEqualTo(End.REFUSED);
    assertThat(answers.text()).contains("n1 answers: it is not lost");
    Outcome stranger = REFUSALS.notLost(n1, Set.of("n0"), Map.of("n0", armed)).orElseThrow();
    assertThat(stranger.end()).isEqualTo(End.REFUSED);
    assertThat(stranger.text()).contains("n1 takes no part in run r1: it is on n0");
    assertThat(REFUSALS.notLost(n1, both, Map.of("n0", armed))).as("silent").isEmpty();
    for (String state : List.of("NONE", "REVERTED")) {
      assertThat(REFUSALS.notLost(n1, both, Map.of("n0", armed, "n1", reply(state))))
          .as("it has lost its state")
          .isEmpty();
    }
  }

  /** While a node that answers is armed, it would be wrong to report that nothing was started. */
  @Test
  void anInventoryThatLacksANodeOfTheRunDecidesNothing() throws Exception {
    List<String> missing = List.of("n2");
    for (String state : List.of("ARMED", "PREPARED", "CONFIRMED", "REVERTING", "REVERT_FAILED")) {
      Outcome outcome =
          REFUSALS.missingFromInventory(missing, List.of(reply("SEALED"), reply(state)));
      assertThat(outcome.end()).as(state).isEqualTo(End.SPLIT);
      assertThat(outcome.text()).contains("is on n2 too, which this inventory lacks");
    }
    for (String state : List.of("REVERTED", "SEALED")) {
      assertThat(REFUSALS.missingFromInventory(missing, List.of(reply(state), reply("NONE"))).end())
          .as("n2 may be armed")
          .isEqualTo(End.NOT_PROVEN);
    }
  }

  /** The node knows the run and may hold its change: the inventory is not the wrong one. */
  @Test
  void aNodeWhoseStateIsDamagedIsNamed() throws Exception {
    Outcome outcome =
        REFUSALS.unknownRun(
            Map.of("n0", reply("DAMAGED"), "n1", reply("NONE")),
            List.of("n2"),
            JournalSummary.NOTHING);
    assertThat(outcome.end()).isEqualTo(End.SPLIT);
    assertThat(outcome.text()).contains("its state is damaged on n0", "silent: n2");
  }
}
