package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.TmuxTerminal;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the interactive session: what a person at a terminal sees and types. */
class OperatorSessionIT extends Bench {
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: [storm]";
  private static final String PASSPHRASE = "four harmless-looking commands";

  @TempDir Path terminals;
  private int opened;

  @Tag("main")
  @Test
  void personReviewsGoesStepByStepAndTypesTheCode() {
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    try (TypedSession session = new TypedSession(operator, "apply", plan.toString())) {
      session.sees("Type test to run it").types("test");
      String run = session.run();
      session.sees("type go;");
      assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
      session.types("what now").sees("`help` explains the words").types("g").sees("the whole word");
      assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
      session.types("show commands").sees("$ ovn-nbctl").types("help").sees("take the change back");
      session.types("go").sees("go, says");
      session.sees("The code is shown on the console of ctl");
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
      session.types("revert").types("show").types(OpenRun.notThe(code(run))).sees("wrong");
      assertThat(session.shown()).contains("tries left: 4").doesNotContain("tries left: 3");
      session.types(code(run));

      assertThat(session.ends()).as(session.shown()).isZero();
      assertThat(session.shown()).contains("confirmed; nothing of the guard is left");
    }
    assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
    ovn("lsp-del", Plans.QUIET_PORT);
  }

  @Test
  void personWhoDoesNotAgreeTouchesNothing() {
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    try (TypedSession session = new TypedSession(operator, "apply", plan.toString())) {
      session.sees("Type test to run it").types("yes");
      session.sees("yes is not the name of this plan").types("");

      assertThat(session.ends()).isEqualTo(6);
      assertThat(session.shown()).contains("nothing was touched");
    }
    assertThat(operator.hasRuns()).isFalse();
  }

  /** What refuses it stands last, with the way out; the last line names it again. */
  @Test
  void aPlanThatMakesALoopIsRefusedInSight() throws Exception {
    Path plan = operator.file("storm.yaml", Plans.storm(GUARD));
    try (TmuxTerminal terminal = onATerminal("apply", plan.toString())) {
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(3);
      List<String> shown = terminal.shown().lines().map(String::strip).toList();
      int refused =
          shown.indexOf(
              shown.stream().filter(line -> line.startsWith("REFUSED ")).findFirst().orElseThrow());
      int step =
          shown.indexOf(
              shown.stream().filter(line -> line.startsWith("step-1  ")).findFirst().orElseThrow());
      assertThat(refused).as(terminal.shown()).isGreaterThan(step);
      assertThat(terminal.shown())
          .contains("REFUSED paths/no-loop", "refused by ", ": nothing was touched");
    }
    assertThat(operator.hasRuns()).isFalse();
  }

  /**
   * The passphrase is asked for once. The run process gets the key from the session, and keeps
   * running after it.
   */
  @Test
  void closedTerminalOnlyDetachesAlsoWhereTheKeyIsEncrypted() {
    operator.uses(withEncryptedKey());
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    String run;
    try (TypedSession session = new TypedSession(operator, "apply", "--yes", plan.toString())) {
      session.sees("passphrase of").types(PASSPHRASE);
      run = session.run();
      session.sees("The code is shown on the console of ctl");
      assertThat(session.shown().split("passphrase of", -1)).hasSize(2);
    }
    try (TypedSession again = new TypedSession(operator, "attach", run)) {
      again.sees("The code is shown on the console of ctl").types("rollback");

      assertThat(again.ends()).as(again.shown()).isEqualTo(4);
    }
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    assertThat(operator.everythingWritten()).doesNotContain(PASSPHRASE);
  }

  /**
   * The session must not exit with 0: that means confirmed, and the session does not know how the
   * run ends.
   */
  @Tag("main")
  @Test
  void ctrlDDetachesFromTheOpenRunAndIsNoConfirm() {
    String run;
    try (TypedSession session = applying()) {
      session.presses("\u0004");

      assertThat(session.ends()).as(session.shown()).isEqualTo(1);
      run = session.run();
      assertThat(session.shown()).contains("the run goes on").contains("attach " + run);
    }
    // The other commands that speak to an open run.
    assertThat(operator.types("runs").out()).contains(run + "  OPEN");
    assertThat(operator.types("show", run).out()).contains("ARMED", Plans.QUIET_PORT);
    Ended extended = operator.types("extend", run, "--by", "60");
    assertThat(extended.exit()).as(extended.all()).isZero();
    try (TypedSession again = new TypedSession(operator, "attach", run)) {
      again.sees("The code is shown on the console of ctl").presses("\u0004");
      assertThat(again.ends()).as(again.shown()).isEqualTo(1);
    }
    Ended back = operator.types("rollback", run);
    assertThat(back.exit()).as(back.all()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  @Test
  void processOfTheRunIsKilledAndTheSessionSaysWhoUndoes() {
    try (TypedSession session = applying()) {
      OpenRun.processOf(session.run()).orElseThrow().destroyForcibly();

      assertThat(session.ends()).as(session.shown()).isEqualTo(1);
      assertThat(session.shown())
          .contains("the nodes undo by themselves")
          .contains("safeops recover " + session.run())
          .doesNotContain("detached");
      assertThat(operator.types("recover", session.run()).exit()).isEqualTo(4);
    }
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /**
   * The time on the screen is that of the nodes: at first, after it was moved, and after everything
   * of safeops stood still for 5 s.
   */
  @Test
  void theCountdownIsThatOfTheNodes() throws Exception {
    OpenRun run = operator.applies(quietPlan(GUARD)).reaches("CODE");
    try (TmuxTerminal terminal = attaches(run.id())) {
      terminal.sees("answering ").sees("undo by themselves in");
      isThatOfTheNodes(terminal, run.id());
      terminal.types("extend 60s").sees("extended: ");
      isThatOfTheNodes(terminal, run.id());
      terminal.resizes(80, 24);
      isThatOfTheNodes(terminal, run.id());
      run.signal("STOP");
      LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
      run.signal("CONT");
      isThatOfTheNodes(terminal, run.id());
      terminal.types("rollback");
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(4);
      assertThat(terminal.shown()).contains("the whole story: ").contains("next: ");
    }
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /** Nobody confirms: the time runs out before the operator's eyes. */
  @Test
  void aMistypedCodeIsRefusedAndTheDeadlineUndoes() throws Exception {
    OpenRun run = operator.applies(quietPlan("deadline: 40s, lease: 5s")).reaches("CODE");
    try (TmuxTerminal terminal = attaches(run.id())) {
      terminal.sees("undo by themselves in").types(OpenRun.notThe(code(run.id())));
      terminal.sees("tries left: 4").sees("NOW confirm or extend: the nodes undo");
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(4);
      assertThat(terminal.shown())
          .contains("the deadline passed without a confirm")
          .contains("undone on ")
          .contains("the whole story: ")
          .contains("next: `safeops review`");
    }
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /** The cable of net is pulled: the screen names net, its lease and what the console shows. */
  @Test
  void aNodeThatIsLostInBandIsNamedAtOnce() throws Exception {
    OpenRun run = operator.applies(quietPlan("deadline: 120s, lease: 15s")).reaches("CODE");
    try (TmuxTerminal terminal = attaches(run.id())) {
      terminal.sees("answering 3");
      LAB.link("net", "in-band", false);
      try {
        terminal
            .sees(
                "net does not answer in band: unless it hears from the run, it undoes by itself in")
            .sees("SILENT: net for")
            .sees("net answers out of band: it is ARMED");
        isThatOfTheNodes(terminal, run.id());
        terminal.types("nodes").sees("net  protects itself  ARMED  SILENT for");
        terminal.sees("undoing: net has not answered in band for 15 s");
      } finally {
        LAB.link("net", "in-band", true);
      }
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(4);
      assertThat(terminal.shown()).contains("undone on ctl, net, cmp");
    }
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.answersSsh("net"))).isTrue();
  }

  private TmuxTerminal attaches(String run) throws IOException {
    return onATerminal("attach", run);
  }

  private TmuxTerminal onATerminal(String... words) throws IOException {
    return operator.onATerminal(terminals.resolve("t" + opened++), words);
  }

  @Test
  void ctrlCTwiceRollsBackAndBothSessionsSeeIt() throws Exception {
    OpenRun run = operator.applies(quietPlan(GUARD)).reaches("CODE");
    try (TmuxTerminal one = attaches(run.id());
        TmuxTerminal two = attaches(run.id())) {
      one.sees("undo by themselves in").presses("C-c").sees("Enter keeps waiting");
      two.sees("undo by themselves in");
      assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
      one.presses("C-c").sees("rolling back");
      two.sees("rollback asked for by");
      assertThat(one.ends()).as(one.shown()).isEqualTo(4);
      assertThat(two.ends()).as(two.shown()).isEqualTo(4);
    }
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /** The operator has only the name of a playbook. */
  @Test
  void aMissingParameterIsAskedForAndCompleted() throws Exception {
    try (TmuxTerminal terminal = onATerminal("apply", "restart-controller")) {
      terminal.sees("node, the chassis (Tab shows 3): ").types("nobody-here");
      terminal.sees("there is no `nobody-here`. There is cmp, ctl, net");
    }
    try (TmuxTerminal terminal = onATerminal("apply", "restart-controller")) {
      terminal.sees("Tab shows 3").presses("n").presses("Tab").sees(": net").presses("Enter");
      terminal.sees("Type restart-controller to run it").types("no");
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(6);
    }
    assertThat(operator.types("apply", "restart-controller", "--no-input").exit()).isEqualTo(2);
    assertThat(operator.hasRuns()).isFalse();
  }

  /** A session that waits for the code. */
  private TypedSession applying() {
    TypedSession session =
        new TypedSession(operator, "apply", "--yes", quietPlan(GUARD).toString());
    return session.sees("The code is shown on the console of ctl");
  }

  private Path withEncryptedKey() {
    return operator.inventory(
        "encrypted.yaml",
        text -> {
          Matcher identity = Pattern.compile("identity: \"([^\"]+)\"").matcher(text);
          assertThat(identity.find()).isTrue();
          return text.replace(
              identity.group(), "identity: \"" + encrypted(identity.group(1)) + '"');
        });
  }

  private Path encrypted(String key) {
    try {
      Path copy = operator.file("id_encrypted", Files.readString(Path.of(key)));
      Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
      Process keygen =
          new ProcessBuilder("ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", "" + copy)
              .redirectErrorStream(true)
              .start();
      assertThat(keygen.waitFor()).as(new String(keygen.getInputStream().readAllBytes())).isZero();
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String code(String run) {
    Pattern shown = Pattern.compile("confirm " + run + " --code ([0-9A-Z]{6})");
    String[] code = {""};
    boolean shownThere =
        Lab.eventually(
            Lab.PATIENCE,
            () -> {
              Matcher matcher = shown.matcher(LAB.console("ctl"));
              while (matcher.find()) {
                code[0] = matcher.group(1);
              }
              return !code[0].isEmpty();
            });
    assertThat(shownThere).as("a code on the console: " + LAB.console("ctl")).isTrue();
    return code[0];
  }
}
