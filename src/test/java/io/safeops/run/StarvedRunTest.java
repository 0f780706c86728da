package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.safeops.house.TestTools;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run's process that for a while has no file descriptor left, or can start no thread. */
@Tag("process")
@Timeout(600)
class StarvedRunTest {

  @TempDir Path directory;

  @Test
  void withoutFileDescriptorsItsClientsWaitAndAreServedThen() throws Exception {
    TestTools.need("prlimit");
    isServedAfter(List.of("prlimit", "--nofile=120:120"), "files");
  }

  /** The limit on processes counts by user, and not for root: so this is a user of its own. */
  @Test
  void withoutThreadsItsClientsAreServedAllTheSame() throws Exception {
    TestTools.need("setpriv");
    assumeTrue("root".equals(System.getProperty("user.name")), "only root becomes another user");
    isServedAfter(
        List.of(
            "setpriv",
            "--reuid=64320",
            "--regid=64320",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "prlimit",
            "--nproc=60:60"),
        "threads");
  }

  private void isServedAfter(List<String> under, String what) throws Exception {
    Process process = start(under, what);
    try (BufferedReader says = process.inputReader(UTF_8)) {
      assertThat(says.readLine()).isEqualTo("starved");
      assertThat(says.readLine()).as("work that needs more").isEqualTo("refused");
      try (RunClient early = RunClient.connect(directory.resolve("socket"))) {
        early.rollback("kim");
        if (what.equals("threads")) {
          isTold(early, "armed");
        }
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        if (what.equals("files")) {
          isTold(early, "armed");
        }
        isTold(early, "journaled all the same");
        assertThat(early.next()).isEqualTo(new Message.CommandAnswer(true, "taken"));
      }
      try (RunClient late = RunClient.connect(directory.resolve("socket"))) {
        isTold(late, "armed");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void isTold(RunClient client, String text) throws IOException {
    assertThat(client.next())
        .isInstanceOfSatisfying(
            Message.Event.class, told -> assertThat(told.event().event().text()).isEqualTo(text));
  }

  private Process start(List<String> under, String what) throws IOException {
    List<String> command = new ArrayList<>(under);
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-MaxFDLimit",
            "-Xlog:disable",
            "-cp",
            System.getProperty("java.class.path"),
            "io.safeops.run.StarvedRun",
            directory.toString(),
            what));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
