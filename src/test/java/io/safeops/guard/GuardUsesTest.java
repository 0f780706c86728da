package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a node counts the uses of approvals, and remembers the list of revoked ones. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardUsesTest {

  private static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void anApprovalForOneRunIsUsedUpByOne(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      run(node, "r1", once("night")).use().step().commit();
      seal(node, "r1");
      Conversation second = run(node, "r2", once("night"));
      GuardReply check = node.ask(GuardRequest.check().with(second.approvals));
      assertThat(check.refusal()).isEqualTo(GuardRefusal.USED);
      assertThat(check.text("text"))
          .isEqualTo("approval night may be used 1 time(s), and was used here by run r1");
      Conversation.expectNo(node.ask(second.armRequest()), "used");
      Conversation.expectOk(node.ask(run(node, "r3", once("other")).armRequest()));
    }
  }

  @Test
  void anApprovalForTwoRunsIsUsedUpByTwoAlsoByOnesThatWereUndone() {
    try (GuardedNode node = GuardedNode.create()) {
      RunApprovals two = approvals("night", 2);
      for (String name : List.of("r1", "r2")) {
        Conversation run = run(node, name, two).use().step();
        Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
        run.until(GuardState.REVERTED);
      }
      GuardReply third = node.ask(run(node, "r3", two).armRequest());
      assertThat(third.refusal()).isEqualTo(GuardRefusal.USED);
      assertThat(third.field("by")).isEqualTo("r1,r2");
    }
  }

  @Test
  void noStepIsStagedBeforeTheUseIsOnDisk() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = run(node, "r1", once("night")).arm();
      Conversation.expectNo(node.ask(run.stageRequest(1)), "unspent");
      Conversation.expectOk(node.ask(run.spendRequest()));
      assertThat(run.stored("spent")).isEqualTo("1");
      Conversation.expectOk(node.ask(run.spendRequest()));
      Conversation.expectOk(node.ask(run.stageRequest(1)));
    }
  }

  @Test
  void aRunThatBeganNoStepGivesTheUseBack() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation first = run(node, "r1", once("night")).use();
      Conversation.expectOk(node.ask(first.stageRequest(1)));
      Conversation.expectOk(node.ask(GuardRequest.abortUnspent(first.runEpoch)));
      first.until(GuardState.REVERTED);
      Conversation second = run(node, "r2", once("night")).use().step();
      // A coordinator that says so after a step began is not believed.
      Conversation.expectOk(node.ask(GuardRequest.abortUnspent(second.runEpoch)));
      second.until(GuardState.REVERTED);
      Conversation.expectNo(node.ask(run(node, "r3", once("night")).armRequest()), "used");
    }
  }

  @Test
  void aUseIsKeptUntilTheApprovalExpiresHoweverOldTheRunIs() throws Exception {
    try (GuardedNode node = GuardedNode.create()) {
      run(node, "r1", once("night")).use().step().commit();
      seal(node, "r1");
      run(
              node,
              "r2",
              new RunApprovals(List.of(new ApprovalUse("day", 1, Instant.EPOCH, Instant.EPOCH)), 0))
          .use()
          .step()
          .commit();
      seal(node, "r2");
      FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(20)));
      Files.setLastModifiedTime(node.path("state/r1/state"), old);
      Files.setLastModifiedTime(node.path("state/r2/state"), old);
      Conversation.expectNo(node.ask(run(node, "r3", once("night")).armRequest()), "used");
      Conversation.expectOk(node.ask(run(node, "r4", once("other")).armRequest()));
      assertThat(node.path("state/r1")).exists();
      assertThat(node.path("state/r2")).doesNotExist();
    }
  }

  @Test
  void aLaterListOfRevokedApprovalsIsRemembered() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation first = run(node, "r1", new RunApprovals(List.of(), 7)).arm().step();
      first.commit();
      seal(node, "r1");
      GuardReply check = node.ask(GuardRequest.check().with(new RunApprovals(List.of(), 6)));
      assertThat(check.refusal()).isEqualTo(GuardRefusal.REVOKED);
      assertThat(check.field("revocations")).isEqualTo("7");
      Conversation.expectNo(
          node.ask(run(node, "r2", new RunApprovals(List.of(), 6)).armRequest()), "revoked");
      Conversation.expectOk(node.ask(run(node, "r3", new RunApprovals(List.of(), 8)).armRequest()));
      assertThat(node.read("state/.revocations")).isEqualTo("8\n");
    }
  }

  @Test
  void aCheckTellsTheTimeOfDay() {
    try (GuardedNode node = GuardedNode.create()) {
      GuardReply check = Conversation.expectOk(node.ask(GuardRequest.check()));
      assertThat(Long.parseLong(check.field("time")))
          .isCloseTo(Instant.now().getEpochSecond(), org.assertj.core.data.Offset.offset(60L));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "night",
        "night:1",
        "night:0:99",
        ":1:99",
        "night:x:99",
        "night:1:99:9",
        "../x:1:99",
        "a:1:9,b:1:9,c:1:9,d:1:9,e:1:9,f:1:9,g:1:9,h:1:9,i:1:9"
      })
  void malformedUsesAreRefused(String uses) {
    try (GuardedNode node = GuardedNode.create()) {
      GuardReply reply = node.tryAsk("CHECK uses=" + uses);
      assertThat(reply).isNotNull();
      assertThat(reply.why()).isEqualTo("bad");
    }
  }

  private static RunApprovals once(String approval) {
    return approvals(approval, 1);
  }

  private static RunApprovals approvals(String approval, int most) {
    return new RunApprovals(List.of(new ApprovalUse(approval, most, Instant.EPOCH, LATER)), 0);
  }

  private static Conversation run(GuardedNode node, String name, RunApprovals approvals) {
    Conversation run = new Conversation(node, name);
    run.approvals = approvals;
    return run;
  }

  private static void seal(GuardedNode node, String... runs) {
    Arrays.stream(runs)
        .map(run -> new Conversation(node, run))
        .forEach(
            run -> {
              Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
              run.until(GuardState.SEALED);
            });
  }
}
