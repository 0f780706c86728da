package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.session.Operator.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs on approvals: what was signed runs without a question, exactly so, as often as it says. */
class BreakGlassIT extends Bench {

  private static final String GUARD = "deadline: 240s, lease: 15s";

  @TempDir Path folder;

  @BeforeEach
  void keys() throws IOException {
    StringBuilder allowed = new StringBuilder();
    for (String name : List.of("alice", "bob")) {
      ssh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key(name).toString());
      allowed
          .append(name)
          .append("@example.com ")
          .append(Files.readString(folder.resolve(name + ".pub")));
    }
    Files.writeString(signers(), allowed);
  }

  @Test
  void whatWasApprovedRunsOnceAndConfirmsItself() {
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    Path approval = approved(plan, "--confirm", "hold", "--before", "any");
    ssh(
        "sh",
        "-c",
        "ssh-keygen -Y verify -f \"$1\" -I alice@example.com -n approval@safeops.io -s \"$2.sig\""
            + " <\"$2\"",
        "sh",
        signers().toString(),
        approval.toString());

    Ended first = breaksGlass(plan, approval, "bob");
    assertThat(first.exit()).as(first.all()).isZero();
    assertThat(first.all())
        .contains("approved by alice@example.com", "because: the LAN is down")
        .contains("on new connections, in band and out of band")
        .contains("confirmed; nothing of the guard is left");
    assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
    ovn("lsp-del", Plans.QUIET_PORT);
    Matcher run = Pattern.compile("run (\\S+) is a process of its own").matcher(first.all());
    assertThat(run.find()).isTrue();
    Ended audit = operator.types("audit", "verify", run.group(1));
    assertThat(audit.exit()).as(audit.all()).isZero();

    Ended second = breaksGlass(plan, approval, "bob");
    assertThat(second.exit()).as(second.all()).isEqualTo(6);
    assertThat(second.all()).contains("is used up", "Nothing was armed");
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  @Test
  void whatWasNotApprovedSoDoesNotRun() {
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));
    Path approval = approved(plan);
    Ended self = breaksGlass(plan, approval, "alice");
    assertThat(self.exit()).as(self.all()).isEqualTo(6);
    assertThat(self.all()).contains("it is signed by the operator (alice@example.com)");

    Path longer = operator.file("longer.yaml", Plans.quiet("deadline: 230s, lease: 15s"));
    Ended other = breaksGlass(longer, approval, "bob");
    assertThat(other.exit()).as(other.all()).isEqualTo(6);
    assertThat(other.all()).contains("digest of the plan");
    assertThat(operator.hasRuns()).isFalse();
  }

  private Path approved(Path plan, String... more) {
    Path approval = folder.resolve("night.approval");
    List<String> words =
        new ArrayList<>(
            List.of(
                "approve",
                plan.toString(),
                "--key",
                key("alice").toString(),
                "--as",
                "alice@example.com",
                "--expires",
                "1h",
                "-o",
                approval.toString()));
    words.addAll(List.of(more));
    try (TypedSession session = new TypedSession(operator, words.toArray(String[]::new))) {
      session.sees("Type test to sign it").types("test");
      assertThat(session.ends()).as(session.shown()).isZero();
    }
    return approval;
  }

  private Ended breaksGlass(Path plan, Path approval, String who) {
    return operator.types(
        "break-glass",
        plan.toString(),
        "--approval",
        approval.toString(),
        "--allowed-signers",
        signers().toString(),
        "--key",
        key(who).toString(),
        "--reason",
        "the LAN is down");
  }

  private Path key(String name) {
    return folder.resolve(name);
  }

  private Path signers() {
    return folder.resolve("allowed_signers");
  }

  private static void ssh(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String out = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(out).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
