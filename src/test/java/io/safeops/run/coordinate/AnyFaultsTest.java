package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Faults of every kind at every moment, from a seed: every reported outcome is true. */
class AnyFaultsTest {

  /** As many in every build as take some seconds; more by {@code -Dsafeops.simulation.seeds}. */
  private static final int SEEDS = Integer.getInteger("safeops.simulation.seeds", 2000);

  private static final int FIRST = Integer.getInteger("safeops.simulation.first", 0);

  private static final Pattern NO_REASON = Pattern.compile(":\\s*(?:$|[.;,:)])");

  /**
   * Cuts, half-open links, connections that break, slow nodes, power cuts, disks that hang or are
   * full, clocks that go back, a dying process, a full disk under the journal, lost replies and
   * requests, a rollback at any moment; then everything heals and someone recovers. Whatever was
   * said with exit 0 or 4 is so, and in the end all voters agree.
   */
  @Test
  void anyFaultsThenOneRecoverEndUniform() {
    int[] ends = new int[8];
    for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
      schedule(seed, ends);
    }
    // A schedule of faults that lets nothing through, or everything, would show nothing.
    assertThat(ends[0]).isGreaterThan(SEEDS / 20);
    assertThat(ends[4]).isGreaterThan(SEEDS / 20);
  }

  /** A disk that is full, then hangs, then loses its power: found among more seeds than usual. */
  @Test
  void seedsThatHaveFoundSomething() {
    for (long seed : List.of(1_136_166L)) {
      schedule(seed, new int[8]);
    }
  }

  private static void schedule(long seed, int[] ends) {
    Random random = new Random(seed);
    World world = new World(seed, 1 + random.nextInt(3), random.nextInt(3), 1 + random.nextInt(2));
    if (random.nextInt(4) == 0) {
      world.onOneMachine(0.3 + 2 * random.nextDouble());
    }
    world.operatorConfirms(Duration.ofMillis(random.nextInt(8000)));
    for (int i = random.nextInt(4); i > 0; i--) {
      fault(world, random);
    }
    List<String> unreasoned = new ArrayList<>();
    world.onEvent(event -> look(event.text(), unreasoned));
    Outcome outcome = world.applyOrDie();
    String trace =
        "seed " + seed + ": " + (outcome == null ? "killed" : outcome) + " " + world.standing();
    if (outcome != null) {
      ends[outcome.exit()]++;
      if (outcome.exit() == 0) {
        assertThat(world.allKept()).as(trace).isTrue();
      }
      if (outcome.exit() == 4) {
        assertThat(world.allUndone()).as(trace).isTrue();
      }
      if (outcome.exit() == 6) {
        assertThat(world.nodes()).as(trace).noneMatch(each -> each.state(World.RUN).isOpen());
      }
      if (outcome.exit() == 3) {
        assertThat(world.network.sent())
            .as(trace)
            .noneMatch(sent -> sent.request().verb() == Verb.ARM);
      }
      look(outcome.text(), unreasoned);
    }
    heal(world);
    world.loop.pass(Duration.ofSeconds(random.nextInt(60)));
    if (outcome != null && outcome.exit() == 6) {
      assertThat(world.nodes()).as(trace).noneMatch(each -> each.state(World.RUN).isOpen());
    }
    Outcome last = null;
    for (int epoch = 2;
        epoch < 9 && (last == null || (last.exit() != 0 && last.exit() != 4));
        epoch++) {
      heal(world);
      last = world.recoverOrDie(epoch);
      world.loop.pass(Duration.ofSeconds(20));
    }
    trace += " -> " + last + " " + world.standing();
    assertThat(world.allKept() || world.allUndone()).as(trace).isTrue();
    assertThat(last.exit()).as(trace).isIn(0, 4);
    look(last.text(), unreasoned);
    assertThat(unreasoned).as(trace).isEmpty();
    if (outcome != null && outcome.exit() == 0) {
      assertThat(world.allKept()).as(trace).isTrue();
    }
  }

  /** Every rollback has a reason: no message has an empty place after a colon. */
  private static void look(String text, List<String> unreasoned) {
    if (NO_REASON.matcher(text).find()) {
      unreasoned.add(text);
    }
  }

  private static void heal(World world) {
    world.network.heal();
    world.nodes().forEach(node -> node.diskIsFull(false));
  }

  /** At a random moment, or exactly as a random message leaves: that is where the holes are. */
  private static void fault(World world, Random random) {
    SimNode node = world.nodes().get(random.nextInt(world.nodes().size()));
    int kind = random.nextInt(14);
    Duration length = Duration.ofMillis(100 + random.nextInt(60_000));
    Verb[] verbs = {
      Verb.ARM, Verb.STAGE, Verb.DO, Verb.PREPARE, Verb.COMMIT, Verb.COMMIT, Verb.SEAL, Verb.FENCE
    };
    Verb verb = verbs[random.nextInt(verbs.length)];
    boolean lands = random.nextBoolean();
    Runnable strike =
        () -> {
          switch (kind) {
            case 0 -> {
              world.network.cut(node.name());
              world.loop.after(length, () -> world.network.heal(node.name()));
            }
            case 1 -> node.powerCut(Duration.ofSeconds(5));
            case 2 -> world.kill();
            case 3 ->
                world.network.loseReplies(
                    (to, request) -> request.verb() == verb && to.equals(node.name()));
            case 4 ->
                world.network.loseRequests(
                    (to, request) -> request.verb() == verb && to.equals(node.name()));
            case 5 -> world.rollback();
            case 6 -> node.trip(World.RUN);
            case 7 -> node.diskHangs(length, lands);
            case 8 -> node.diskIsFull(true);
            case 9 -> node.timeGoesBack(length.multipliedBy(10));
            case 12 -> world.network.breakOff(node.name());
            case 10 -> world.losesJournalAfter(world.journal.size());
            case 11 -> {
              world.network.mute(node.name());
              world.loop.after(length, () -> world.network.heal(node.name()));
            }
            default -> {
              world.network.slow(node.name(), Duration.ofMillis(length.toMillis() / 20));
              world.loop.after(length, () -> world.network.heal(node.name()));
            }
          }
        };
    if (random.nextBoolean()) {
      world.loop.after(Duration.ofMillis(random.nextInt(60_000)), strike);
    } else {
      int[] left = {random.nextInt(4)};
      Duration later = Duration.ofMillis(random.nextInt(3) * 10L);
      world.network.onSend(
          (to, request) -> {
            if (request.verb() == verb && left[0]-- == 0) {
              world.loop.after(later, strike);
            }
          });
    }
  }
}
