package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the interactive session: what a person at a terminal sees and types. */
class OperatorSessionIT extends Bench {
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: [storm]";
  private static final String PASSPHRASE = "four harmless-looking commands";

  @Tag("main")
  @Test
  void personReviewsGoesStepByStepAndTypesTheCode() {
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    try (TypedSession session = new TypedSession(operator, "apply", plan.toString())) {
      session.sees("Type its name to go on").types("test");
      String run = session.run();
      session.sees("(type go)");
      assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
      session.types("what now").sees("rollback: take it back").types("go");
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
      session.sees("Type its name to go on").types("yes");

      assertThat(session.ends()).isEqualTo(6);
      assertThat(session.shown()).contains("nothing was touched");
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
