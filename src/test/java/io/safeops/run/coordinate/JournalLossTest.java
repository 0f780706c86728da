package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The disk of the journal fills at any of its lines. Before the decision to commit is on it, the
 * run turns back; afterwards it ends as it would have ended.
 */
class JournalLossTest {

  private static final int SEEDS = 60;

  /** One of several voters may be cut off around the commit, and answers may be lost. */
  private static World world(long seed) {
    Random random = new Random(seed);
    World world = new World(seed, 1 + random.nextInt(3), random.nextInt(2), 1);
    world.operatorConfirms(Duration.ofMillis(random.nextInt(5000)));
    SimNode node = world.voters().get(random.nextInt(world.voters().size()));
    Duration length = Duration.ofSeconds(1 + random.nextInt(200));
    int fault = random.nextInt(5);
    int[] left = {random.nextInt(3)};
    world.network.onSend(
        (to, request) -> {
          boolean now = request.verb() == Verb.COMMIT || request.verb() == Verb.SEAL;
          if (fault < 4 && now && left[0]-- == 0) {
            switch (fault) {
              case 0 -> world.network.cut(node.name());
              case 1 -> node.powerCut(length);
              case 2 ->
                  world.network.loseReplies(
                      (from, asked) -> asked.verb() == Verb.COMMIT && from.equals(node.name()));
              default ->
                  world.network.loseRequests(
                      (from, asked) -> asked.verb() == Verb.COMMIT && from.equals(node.name()));
            }
          }
        });
    return world;
  }

  private static int decided(World world) {
    for (int i = 0; i < world.journal.size(); i++) {
      if (world.journal.get(i) instanceof RunEvent.CommitDecided) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void afterTheDecisionARunEndsAsItWouldWithItsJournal() {
    int[] ends = new int[8];
    for (long seed = 0; seed < SEEDS; seed++) {
      World whole = world(seed);
      Outcome expected = whole.apply();
      int decided = decided(whole);
      for (int lines = decided + 1; decided >= 0 && lines < whole.journal.size(); lines++) {
        World lost = world(seed);
        lost.losesJournalAfter(lines);
        Outcome outcome = lost.apply();
        String trace =
            "seed " + seed + ", lost after " + lines + ": " + outcome + " " + lost.standing();
        assertThat(outcome.end()).as(trace).isEqualTo(expected.end());
        assertThat(lost.standing()).as(trace).isEqualTo(whole.standing());
        assertThat(outcome.text())
            .as(trace)
            .contains("journal of this run is not complete: No space");
        ends[outcome.exit()]++;
      }
    }
    assertThat(ends[0]).isGreaterThan(20);
    assertThat(ends[7]).isGreaterThan(20);
  }

  @Test
  void beforeTheDecisionARunRollsBack() {
    for (int voters = 1; voters <= 2; voters++) {
      World whole = new World(3, voters, 1, 2);
      whole.operatorConfirms(Duration.ofSeconds(1));
      assertThat(whole.apply().end()).isEqualTo(End.CONFIRMED);
      for (int lines = 0; lines <= decided(whole); lines++) {
        World lost = new World(3, voters, 1, 2);
        lost.operatorConfirms(Duration.ofSeconds(1));
        lost.losesJournalAfter(lines);
        Outcome outcome = lost.apply();
        boolean armed =
            lost.network.sent().stream().anyMatch(sent -> sent.request().verb() == Verb.ARM);
        assertThat(outcome.end())
            .as(outcome.text())
            .isEqualTo(armed ? End.ROLLED_BACK : End.NOT_STARTED);
        assertThat(lost.allUndone()).as(lost.standing()).isTrue();
        assertThat(outcome.text()).contains("the journal cannot be written: No space left");
      }
    }
  }

  /** An event that could not be written is still shown to clients. */
  @Test
  void anEventThatIsNotOnDiskIsShown() {
    World world = new World(4, 1, 1, 1);
    world.operatorConfirms(Duration.ofSeconds(1));
    StringBuilder told = new StringBuilder();
    world.onEvent(event -> told.append(RunEventCodec.kind(event)).append(' '));
    world.on(RunEvent.QuietBegan.class, () -> world.losesJournalAfter(world.journal.size()));
    assertThat(world.apply().end()).isEqualTo(End.ROLLED_BACK);
    assertThat(told.toString()).contains("TURNING_BACK UNDONE").endsWith("ENDED ");
  }

  @Test
  void aRecoveryNeedsNoJournal() {
    for (int voters = 1; voters <= 3; voters++) {
      World world = new World(5, voters, 1, 1);
      world.on(RunEvent.CodeShown.class, world::kill);
      assertThat(world.applyOrDie()).isNull();
      world.losesJournalAfter(0);
      Outcome outcome = world.recover(2);
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.ROLLED_BACK);
      assertThat(world.allUndone()).as(world.standing()).isTrue();
    }
  }
}
