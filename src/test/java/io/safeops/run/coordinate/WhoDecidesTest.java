package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who takes over believes a node what it is, and nobody else; who says nothing may decide. */
class WhoDecidesTest {

  /** Confirmed on the only voter, and nobody was told that it is over. */
  private static World confirmedOnN0(int voters, int soft) {
    World world = new World(31, voters, soft, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.on(RunEvent.Confirmed.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    assertThat(world.nodes().get(0).state(World.RUN)).isEqualTo(GuardState.CONFIRMED);
    return world;
  }

  @Test
  void aListedNodeThatIsSilentMayBeOneThatDecides() {
    World world = confirmedOnN0(1, 2);
    world.network.cut("n2");
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.SPLIT);
    assertThat(outcome.text()).contains("n0 CONFIRMED", "n2 silent");
    assertThat(world.nodes().get(0).state(World.RUN)).isEqualTo(GuardState.CONFIRMED);

    world.network.heal();
    Outcome healed = world.recover(3);
    assertThat(healed.end()).as(healed.text()).isEqualTo(End.CONFIRMED);
    assertThat(world.allKept()).isTrue();
  }

  @Test
  void aNodeThatListsOthersOtherwiseEndsItUndecided() {
    World world = confirmedOnN0(2, 1);
    world.nodes().get(2).says("n0:voter,n1:soft,n2:soft");
    String before = world.standing();
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.SPLIT);
    assertThat(outcome.text()).contains("n2 and the other nodes do not agree");
    assertThat(world.standing()).isEqualTo(before);
  }

  /** It was silent when everyone was asked, and tells what it is while the others are undoing. */
  @Test
  void aNodeHeardLateIsToldWhatFitsItsOwnKind() {
    World world = new World(32, 1, 2, 1);
    world.on(RunEvent.CodeShown.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    world.network.cut("n2");
    world.on(RunEvent.RollbackBegan.class, () -> world.network.heal("n2"));
    StringBuilder told = new StringBuilder();
    world.onEvent(event -> told.append(event.text()).append('\n'));
    Outcome outcome = world.recover(2);
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
    assertThat(told.toString()).as("n0 and n1 were not silent").doesNotContain("no answer from n0");
    assertThat(world.allUndone()).as(world.standing()).isTrue();
    assertThat(world.network.sent())
        .filteredOn(sent -> sent.node().equals("n2"))
        .extracting(sent -> sent.request().verb())
        .contains(Verb.FENCE, Verb.RELEASE)
        .doesNotContain(Verb.SEAL);
  }
}
