package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tests several people at once: one run has one outcome, and everybody is told the same. */
class SecondRunIT extends Bench {

  @Test
  void secondRunIsRefusedAndTwoConfirmsCountAsOne() {
    ovn("--may-exist", "ls-add", "quiet-too");
    try {
      OpenRun run = appliesQuietly("deadline: 120s, lease: 15s").reaches("CODE");
      Path other =
          operator.file(
              "other.yaml",
              Plans.plan("lease: 15s", Plans.create("quiet-too", "ln-too", "physnet2", "78")));

      Ended second = operator.elsewhereTypes("apply", other.toString(), "--no-input");
      assertThat(second.exit()).as(second.all()).isEqualTo(6);
      assertThat(second.out())
          .contains("held by run " + run.id(), "root")
          .containsPattern("(ctl|net|cmp): ")
          .containsPattern("\\d+ (min|s).* left");
      assertThat(hasPort("ln-too")).isFalse();
      assertThat(Lab.NODES).allSatisfy(node -> assertThat(guards.runs(node)).contains(run.id()));

      String code = run.code();
      try (OpenCommand one = operator.start("confirm", run.id(), "--code", code);
          OpenCommand two = operator.start("confirm", run.id(), "--code", code)) {
        Ended first = one.ended(Lab.PATIENCE);
        Ended last = two.ended(Lab.PATIENCE);
        assertThat(first.exit()).as(first.all()).isZero();
        assertThat(last.exit()).as(last.all()).isZero();
        assertThat(first.out()).isEqualTo(last.out());
      }
      assertThat(run.ended().exit()).isZero();
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
    } finally {
      ovn("--if-exists", "lsp-del", Plans.QUIET_PORT, "--", "--if-exists", "ls-del", "quiet-too");
    }
  }

  @Test
  void confirmAgainstRollbackHasOneOutcome() {
    try {
      OpenRun run = appliesQuietly("deadline: 120s, lease: 15s").reaches("CODE");
      String code = run.code();
      try (OpenCommand one = operator.start("confirm", run.id(), "--code", code);
          OpenCommand two = operator.start("rollback", run.id())) {
        Ended confirmed = one.ended(Lab.PATIENCE);
        Ended undone = two.ended(Lab.PATIENCE);
        Ended applied = run.ended();

        assertThat(applied.exit()).as(applied.all()).isIn(0, 4);
        assertThat(confirmed.exit()).as(confirmed.all()).isEqualTo(applied.exit());
        assertThat(undone.exit()).as(undone.all()).isEqualTo(applied.exit());
        assertThat(confirmed.out()).isEqualTo(undone.out());
        assertThat(hasPort(Plans.QUIET_PORT)).isEqualTo(applied.exit() == 0);
      }
    } finally {
      ovn("--if-exists", "lsp-del", Plans.QUIET_PORT);
    }
  }
}
