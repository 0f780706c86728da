package io.safeops.run.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a coordinator knows of a node. */
class MemberTest {

  private final Member member =
      Member.toArm(RunSpec.NodeSpec.builder("v", NodeKind.VOTER).steps(1).witness(true).build());

  private static GuardReply reply(String text) throws GuardException {
    return GuardReply.parse(text + " run=r1 boot=b1 done=0 staged=0 remaining=0");
  }

  @Test
  void anAnswerWithoutAStateProvesNothing() throws GuardException {
    GuardReply busy = reply("NO why=busy state=UNKNOWN uptime=7 text=dGhlIHJ1bidzIGxvY2s=");
    member.accept(busy, GuardPath.IN_BAND, 5, 10);
    assertThat(member.hasAnswered()).isFalse();
    assertThat(member.damage()).isEmpty();
    assertThat(Refusals.text(busy)).isEqualTo("its guard is busy (the run's lock)");

    member.accept(reply("OK state=PREPARED uptime=8"), GuardPath.IN_BAND, 15, 20);
    member.accept(reply("OK state=DAMAGED uptime=9"), GuardPath.IN_BAND, 25, 30);
    assertThat(member.state()).isEqualTo(GuardState.PREPARED);
    assertThat(member.damage()).contains("repair this node on its console");
    assertThat(member.silentFor(30)).as("a lease was renewed at 20 last").isEqualTo(10);

    member.accept(reply("OK state=REVERTED uptime=10"), GuardPath.IN_BAND, 35, 40);
    assertThat(member.damage()).isEmpty();
  }

  @Test
  void anAnswerThatWasOvertakenChangesNothing() throws GuardException {
    member.accept(reply("OK state=PREPARED uptime=900"), GuardPath.OUT_OF_BAND, 10, 20);
    member.accept(reply("OK state=ARMED uptime=800"), GuardPath.IN_BAND, 5, 30);
    assertThat(member.state()).isEqualTo(GuardState.PREPARED);
  }

  /** A container that is started again keeps its host's boot id; the node says what it is now. */
  @Test
  void anUptimeThatGoesBackIsANodeThatWasStartedAgain() throws GuardException {
    member.accept(reply("OK state=PREPARED uptime=50000000"), GuardPath.IN_BAND, 10, 20);
    member.accept(reply("OK state=REVERTING uptime=300"), GuardPath.IN_BAND, 25, 30);
    assertThat(member.state()).isEqualTo(GuardState.REVERTING);
    assertThat(member.uptimeIn(30, Duration.ZERO)).isEqualTo(300);

    member.accept(reply("OK state=ARMED uptime=50000001"), GuardPath.OUT_OF_BAND, 21, 40);
    assertThat(member.state()).as("an answer from before").isEqualTo(GuardState.REVERTING);
  }
}
