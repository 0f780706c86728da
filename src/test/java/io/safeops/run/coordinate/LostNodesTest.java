package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A node that never comes back: a run that waited for it could never end. */
class LostNodesTest {

  private static LostNodes lost(String... names) {
    return new LostNodes(Set.of(names), "its disk burned, says tester");
  }

  /**
   * The commit reached only the other nodes: the decision was made, and is carried out without this
   * one.
   */
  private static World splitWithout(String gone, int voters, int soft) {
    World world = new World(41, voters, soft, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    world.network.onSend(
        (to, request) -> {
          if (request.verb() == Verb.COMMIT && to.equals(gone)) {
            world.network.cut(gone);
          }
        });
    Outcome outcome = world.apply();
    assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.SPLIT);
    return world;
  }

  @Test
  void withoutItTheOthersStayOpenForEver() {
    World world = splitWithout("n1", 3, 1);
    for (int epoch = 2; epoch < 4; epoch++) {
      Outcome again = world.recover(epoch);
      assertThat(again.end()).as(again.text()).isEqualTo(End.SPLIT);
      assertThat(again.text()).contains("safeops recover run-1 --lost NODE --because TEXT");
    }
    Outcome ended = world.recover(4, lost("n1"));
    assertThat(ended.end()).as(ended.text()).isEqualTo(End.CONFIRMED);
    assertThat(ended.text())
        .endsWith("Given up as lost for good, and not asked: n1 (its disk burned, says tester).");
    for (int i : new int[] {0, 2}) {
      assertThat(world.nodes().get(i).state(World.RUN)).isEqualTo(GuardState.SEALED);
      assertThat(world.nodes().get(i).isChanged()).isTrue();
    }
    assertThat(world.network.sent())
        .filteredOn(sent -> sent.node().equals("n1"))
        .filteredOn(sent -> sent.request().fields().getOrDefault("epoch", "").equals("4"))
        .as("nothing is said to a node that is given up")
        .isEmpty();
    assertThat(world.journal)
        .filteredOn(event -> event instanceof RunEvent.NodesGivenUp)
        .singleElement()
        .isEqualTo(
            new RunEvent.NodesGivenUp(
                "given up as lost for good: n1 (its disk burned, says tester)",
                Set.of("n1"),
                "its disk burned, says tester"));
  }

  /**
   * Nothing was decided when the node was lost: the others undo, and the end is not called proven.
   */
  @Test
  void whatIsUndoneWithoutItIsNotProven() {
    World world = new World(42, 2, 1, 1);
    world.on(RunEvent.CodeShown.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    world.network.cut("n1");
    Outcome ended = world.recover(2, lost("n1"));
    assertThat(ended.end()).as(ended.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(ended.text()).contains("n1 (its disk burned, says tester)");
    assertThat(world.nodes().get(0).isChanged()).isFalse();
    assertThat(world.nodes().get(0).state(World.RUN)).isEqualTo(GuardState.REVERTED);
  }

  /** A node that has undone proves that no other may keep the change, lost ones or not. */
  @Test
  void aNodeThatHasUndoneStillMakesTheOthersUndo() {
    World world = splitWithout("n2", 3, 0);
    world.network.heal("n2");
    world.network.cut("n1");
    world.loop.pass(Duration.ofSeconds(120)); // n2's promise has expired: it has undone
    assertThat(world.nodes().get(2).state(World.RUN)).isEqualTo(GuardState.REVERTED);
    Outcome ended = world.recover(2, lost("n1"));
    assertThat(ended.end()).as(ended.text()).isEqualTo(End.NOT_PROVEN);
    assertThat(world.nodes().get(0).isChanged()).isFalse();
  }

  /**
   * Nodes that only protect themselves decide nothing, and are not told that the change is kept.
   */
  @Test
  void withoutANodeThatDecidesNothingIsDecided() {
    World world = new World(43, 1, 2, 1);
    world.on(RunEvent.CodeShown.class, world::kill);
    assertThat(world.applyOrDie()).isNull();
    world.network.cut("n0");
    int before = world.network.sent().size();
    Outcome ended = world.recover(2, lost("n0"));
    assertThat(ended.end()).as(ended.text()).isEqualTo(End.SPLIT);
    assertThat(ended.text()).contains("No node is left that decides");
    assertThat(world.network.sent()).hasSize(before);
  }

  @Test
  void givingUpANodeNeedsAReason() {
    assertThatThrownBy(() -> new LostNodes(Set.of("n1"), " "))
        .hasMessage("giving up a node needs a reason");
    assertThat(LostNodes.NONE.withLostNodes(new Outcome(End.ROLLED_BACK, "undone")).end())
        .isEqualTo(End.ROLLED_BACK);
  }
}
