package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests a run whose process has died, or that somebody takes over. */
class RecoverIT extends Bench {

  @Tag("main")
  @Test
  void runWhoseProcessDiedIsUndone() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 60s").reaches("CODE");
    run.die();
    assertThat(run.ended().exit()).isEqualTo(1);
    assertThat(operator.types("runs").out()).contains(run.id() + "  PROCESS GONE");

    Ended recovered = operator.types("recover", run.id());

    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    assertThat(recovered.out()).contains("footprint equal");
    areUndone(run);
    Ended again = operator.types("recover", run.id());
    assertThat(again.exit()).as(again.all()).isEqualTo(4);
  }

  @Test
  void runIsTakenOverFromAnotherMachine() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 60s").reaches("CODE");
    run.die();
    try (Operator other = operator.elsewhere()) {
      isUndoneElsewhere(other.types("recover", run.id(), "-i", other.inventory().toString()), run);
    }
    areUndone(run);
    isProvenHere(run);
  }

  @Test
  void rollbackOfARunWhoseProcessDiedUndoesItTheSame() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 60s").reaches("CODE");
    run.die();

    Ended undone = operator.types("rollback", run.id());

    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    assertThat(undone.all()).contains("footprint equal");
    areUndone(run);
  }

  @Test
  void inventoryThatLacksANodeOfTheRunIsRefused() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 60s").reaches("CODE");
    run.die();
    Path without =
        operator.inventory(
            "without-cmp.yaml", text -> text.replaceAll("(?ms)^  cmp:\n.*?(?=^  \\S|\\z)", ""));

    Ended refused = operator.types("recover", run.id(), "-i", without.toString());

    assertThat(refused.exit()).as("ctl is armed: " + refused.all()).isEqualTo(7);
    assertThat(refused.out()).contains("is on cmp too, which this inventory lacks");
    assertThat(guards.state("ctl", run.id(), "epoch")).isEqualTo("1");
    assertThat(operator.types("recover", run.id()).exit()).isEqualTo(4);
    areUndone(run);
  }

  @Test
  void runThatNoNodeKnowsGetsNoOutcome() {
    Ended unknown = operator.types("recover", "20200101-000000-abcd");

    assertThat(unknown.exit()).as(unknown.all()).isEqualTo(6);
    assertThat(unknown.out()).contains("no node that answers knows run", "is this its inventory?");
  }

  /** The run has stored what it changes, so a plan file that has changed since does not matter. */
  @Test
  void planThatChangedMeanwhileIsNotNeeded() {
    Path plan = operator.file("changing.yaml", Plans.quiet("deadline: 120s, lease: 60s"));
    OpenRun run = operator.applies(plan).reaches("CODE");
    run.die();
    operator.file("changing.yaml", Plans.quiet("deadline: 110s, lease: 60s"));

    Ended recovered = operator.types("recover", run.id());

    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    areUndone(run);
  }

  @Test
  void livingRunThatIsTakenOverSaysSo() {
    OpenRun run = appliesQuietly("deadline: 120s, lease: 60s").reaches("CODE");
    String code = run.code();
    try (Operator other = operator.elsewhere()) {
      isUndoneElsewhere(other.types("recover", run.id(), "-i", other.inventory().toString()), run);
    }
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(5);
    assertThat(ended.out())
        .contains("taken over: ", "This process has stopped and reports no result");
    assertThat(run.confirm(code).exit()).isNotZero();
    areUndone(run);
    isProvenHere(run);
  }

  /** Each node's own part is proven, but only the first machine knows the facts from before. */
  private static void isUndoneElsewhere(Ended recovered, OpenRun run) {
    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(5);
    assertThat(recovered.out())
        .contains("undone on every node: ")
        .contains("each node has proven its own part")
        .contains("which began the run, knows what else there was before")
        .contains("`safeops recover " + run.id() + "` there undoes and compares it");
  }

  private void isProvenHere(OpenRun run) {
    Ended proven = operator.types("recover", run.id());
    assertThat(proven.exit()).as(proven.all()).isEqualTo(4);
    assertThat(proven.out()).contains("footprint equal");
  }

  private void areUndone(OpenRun run) {
    assertThat(Lab.NODES)
        .allSatisfy(
            node -> assertThat(guards.state(node, run.id(), "state")).isEqualTo("REVERTED"));
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }
}
