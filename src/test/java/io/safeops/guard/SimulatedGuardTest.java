package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardRequest.Verb;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the guard of simulated runs answers like the real one: seeded sequences of messages,
 * in and out of order, late, repeated, from other boots and other coordinators.
 */
@Tag("process")
class SimulatedGuardTest {

  private static final int SEEDS = Integer.getInteger("safeops.conformance.seeds", 8);
  private static final int FIRST = Integer.getInteger("safeops.conformance.first", 1);
  private static final int MESSAGES = 24;

  @Test
  void answersLikeTheRealGuard() {
    Set<String> states = new HashSet<>();
    try (Twins twins = new Twins()) {
      for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
        twins.begin("seed " + seed);
        Chatter chatter = new Chatter(seed, twins.boot());
        for (int i = 0; i < MESSAGES; i++) {
          GuardReply reply = tell(twins, chatter, chatter.next(twins.code(chatter.run())));
          states.add(reply.field("state"));
        }
        if (seed % 4 == 0) {
          twins.powerCut(chatter.run());
          chatter.boots(twins.boot());
          for (int i = 0; i < MESSAGES / 4; i++) {
            tell(twins, chatter, chatter.next(twins.code(chatter.run())));
          }
        }
        for (GuardRequest last : chatter.end()) {
          tell(twins, chatter, last);
        }
        assertThat(twins.settle(chatter.run()).field("state")).isIn("SEALED", "REVERTED");
      }
    }
    assertThat(states)
        .contains("ARMED", "PREPARED", "CONFIRMED", "SEALED", "REVERTING", "REVERTED");
  }

  private static GuardReply tell(Twins twins, Chatter chatter, GuardRequest request) {
    GuardReply reply = twins.ask(request);
    chatter.learn(request, reply);
    if (reply.field("state").equals("REVERTING") && request.verb() != Verb.STATUS) {
      chatter.learn(request, twins.settle(chatter.run()));
    }
    return reply;
  }
}
