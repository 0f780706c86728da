package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an undo will ask of a database is tried before its node is armed. */
class TrialTest {

  private static World world(String asks, int exit, String says) {
    World world = new World(1, 1, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.asks(asks);
    world.nodes().stream()
        .filter(node -> node.name().equals(asks))
        .forEach(node -> node.trialEnds(exit, says));
    return world;
  }

  @ParameterizedTest
  @CsvSource({
    "n0, 1,   its undo could not be proven",
    "n1, 1,   it would not heal by itself",
    "n1, 124, no answer within 8 s",
  })
  void aNodeWhoseTrialFailsIsNotArmed(String node, int exit, String why) {
    World world = world(node, exit, "the Southbound at ssl:192.0.2.11:6642 was asked: no answer\n");
    Outcome outcome = world.apply();
    assertThat(outcome.end()).isEqualTo(End.NOT_STARTED);
    assertThat(outcome.text()).contains("not started: " + node + ": ", why, "Nothing was armed.");
    if (exit != 124) {
      assertThat(outcome.text()).contains("ssl:192.0.2.11:6642 was asked: no answer");
    }
    assertThat(world.nodes()).allMatch(each -> each.state(World.RUN) == GuardState.NONE);
  }

  @Test
  void aQuestionWithKeysIsNoted() {
    World world = world("n1", 0, "the Southbound was asked with the keys of X: it answers\n");
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal)
        .filteredOn(event -> event instanceof RunEvent.NodeNote)
        .extracting(RunEvent::text)
        .contains("n1: the Southbound was asked with the keys of X: it answers");
  }

  @Test
  void anAnswerWithoutKeysIsNotNoted() {
    World world = world("n1", 0, "");
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(world.journal).noneMatch(event -> event instanceof RunEvent.NodeNote);
  }
}
