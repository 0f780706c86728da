package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a guard costs while it waits: every program that it starts notes itself first. A machine
 * that is slow starts fewer of them, so that it fails nothing.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardIdleTest {

  /** All that the guard's scripts call, but for what a test's node stands in for. */
  private static final List<String> PROGRAMS =
      List.of(
          "awk",
          "base64",
          "cat",
          "chmod",
          "cp",
          "cut",
          "date",
          "find",
          "flock",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mkfifo",
          "ping",
          "readlink",
          "rm",
          "sed",
          "sha256sum",
          "sleep",
          "stat",
          "tail",
          "tcpdump",
          "timeout",
          "touch",
          "tr",
          "uname");

  /** How the stand-in for systemd waits between two looks at the guard. */
  private static final String SUPERVISOR = "sleep 3";

  private static final int SECONDS = 12;

  private static GuardedNode node(boolean systemd) {
    GuardedNode node = GuardedNode.create("dash", systemd);
    for (String program : PROGRAMS) {
      real(program)
          .ifPresent(
              path ->
                  node.tool(
                      program,
                      "echo \""
                          + program
                          + " $*\" >>\"$GUARD_TEST/started\"\nexec "
                          + path
                          + " \"$@\""));
    }
    node.tool("systemd-notify", "echo \"systemd-notify $*\" >>\"$GUARD_TEST/started\"");
    return node;
  }

  private static java.util.Optional<Path> real(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(directory -> Path.of(directory).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Conversation armed(GuardedNode node) throws IOException {
    Files.createDirectories(node.path("net/lan0/statistics"));
    node.write("net/lan0/statistics/rx_packets", "1000\n");
    Conversation run = Conversation.on(node);
    run.probes = List.of("storm storm lan0");
    run.arm().step();
    GuardedNode.until(Conversation.SOON, () -> probes(run).startsWith("storm:ok"));
    return run;
  }

  private static String probes(Conversation run) {
    return run.node.ask(GuardRequest.beat(run.runEpoch, run.soon())).field("probes");
  }

  /** What is started in the time after this, and how many seconds that was. */
  private record Started(List<String> programs, double seconds) {
    static Started whileItWaits(GuardedNode node) {
      node.write("started", "");
      long begun = GuardedNode.uptime();
      LockSupport.parkNanos(SECONDS * 1_000_000_000L);
      List<String> programs = node.read("started").lines().toList();
      return new Started(programs, (GuardedNode.uptime() - begun) / 100.0);
    }
  }

  private static void isLessThanOneASecond(List<String> programs, double seconds) {
    assertThat((double) programs.size()).as("in %.1f s: %s", seconds, programs).isLessThan(seconds);
  }

  @Test
  void aGuardUnderSystemdThatWaitsStartsLessThanOneProgramASecond() throws IOException {
    try (GuardedNode node = node(true)) {
      node.variable("NOTIFY_SOCKET", node.path("notify").toString());
      armed(node);
      Started started = Started.whileItWaits(node);
      assertThat(started.programs()).contains("systemd-notify WATCHDOG=1");
      isLessThanOneASecond(
          started.programs().stream().filter(line -> !line.equals(SUPERVISOR)).toList(),
          started.seconds());
    }
  }

  @Test
  void aGuardWithoutSystemdThatWaitsStartsLessThanOneProgramASecond() throws IOException {
    try (GuardedNode node = node(false)) {
      armed(node);
      Started started = Started.whileItWaits(node);
      assertThat(started.programs()).contains(SUPERVISOR);
      isLessThanOneASecond(started.programs(), started.seconds());
    }
  }

  /** A run says every second that it lives; whoever hears it starts what locks the run's files. */
  @Test
  void aBeatStartsOneProgram() throws IOException {
    try (GuardedNode node = node(true)) {
      Conversation run = armed(node);
      node.write("started", "");
      for (int beat = 0; beat < 10; beat++) {
        assertThat(probes(run)).startsWith("storm:ok");
      }
      assertThat(node.read("started").lines().filter(line -> !line.startsWith("sleep ")))
          .containsOnly("flock -n 9")
          .hasSize(10);
    }
  }

  /** A systemd that is busy is told again, and what it does not answer does not pile up. */
  @Test
  void whoWaitsForSystemdIsEndedWhenItIsToldAgain() throws IOException {
    try (GuardedNode node = node(true)) {
      node.tool("systemd-notify", "echo told >>\"$GUARD_TEST/told\"\nexec sleep 1000");
      node.variable("NOTIFY_SOCKET", node.path("notify").toString());
      armed(node);
      GuardedNode.until(Conversation.SOON, () -> node.read("told").lines().count() >= 3);
      GuardedNode.until(
          Conversation.SOON,
          () ->
              node.processes()
                      .filter(each -> each.info().commandLine().orElse("").endsWith("sleep 1000"))
                      .count()
                  <= 1);
    }
  }

  /** Its messages wake a guard; a sleep that was woken from goes on. */
  @Test
  void aGuardThatIsWokenOftenStartsNoMoreSleeps() throws IOException {
    try (GuardedNode node = node(false)) {
      Conversation run = armed(node);
      long watch = Long.parseLong(node.read("run/r1/watch").split(" ")[0]);
      node.write("started", "");
      long begun = GuardedNode.uptime();
      for (int wake = 0; wake < 60; wake++) {
        new ProcessBuilder("kill", "-USR1", String.valueOf(watch)).start().onExit().join();
        LockSupport.parkNanos(100_000_000L);
      }
      double seconds = (GuardedNode.uptime() - begun) / 100.0;
      isLessThanOneASecond(node.read("started").lines().toList(), seconds);
      assertThat(run.onDisk()).isEqualTo("ARMED");
    }
  }
}
