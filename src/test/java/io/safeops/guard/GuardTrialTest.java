package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests CHECK with a trial: a query of the later undo that runs before anything is armed. */
@Tag("process")
class GuardTrialTest {

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void checkReportsTheResultOfItsTrial(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      GuardReply good =
          Conversation.expectOk(node.ask(GuardRequest.check("echo it answers; echo why >&2")));
      assertThat(good.field("tried")).isEqualTo("0");
      assertThat(good.text("heard").lines()).containsExactlyInAnyOrder("it answers", "why");
      GuardReply bad =
          Conversation.expectOk(node.ask(GuardRequest.check("echo no key fits; exit 3")));
      assertThat(bad.field("tried")).isEqualTo("3");
      assertThat(bad.text("heard").strip()).isEqualTo("no key fits");
      assertThat(node.exists("state")).isFalse();
    }
  }

  @Test
  void checkWithoutATrialReportsNoTrial() {
    try (GuardedNode node = GuardedNode.create()) {
      assertThat(node.ask(GuardRequest.check()).fields()).doesNotContainKeys("tried", "heard");
    }
  }

  @Test
  void aTrialWithoutEndIsStopped() {
    try (GuardedNode node = GuardedNode.create()) {
      GuardReply reply =
          Conversation.expectOk(node.ask(GuardRequest.check("echo asks; sleep 3600")));
      assertThat(reply.field("tried")).isEqualTo("124");
      assertThat(reply.text("heard").strip()).isEqualTo("asks");
    }
  }
}
