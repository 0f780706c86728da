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
 * Tests the cost of a waiting guard: every program that it starts is recorded. A slow machine
 * starts fewer programs, so it does not make a test fail.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardIdleTest {

  /** All programs that the guard's scripts call, except those that the test node replaces. */
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

  /** How the replacement of systemd waits between two checks of the guard. */
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

  /** The programs that were started while a guard waited, and the length of the wait in seconds. */
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
  void aWaitingGuardUnderSystemdStartsLessThanOneProgramASecond() throws IOException {
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
  void aWaitingGuardWithoutSystemdStartsLessThanOneProgramASecond() throws IOException {
    try (GuardedNode node = node(false)) {
      armed(node);
      Started started = Started.whileItWaits(node);
      assertThat(started.programs()).contains(SUPERVISOR);
      isLessThanOneASecond(started.programs(), started.seconds());
    }
  }

  /** A run sends a beat every second; its handler starts one program, to lock the run's files. */
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

  /** A busy systemd gets further notifications, and unanswered ones do not pile up. */
  @Test
  void anUnansweredNotificationIsKilledByTheNextOne() throws IOException {
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

  /** Messages wake a guard; its interrupted sleep process continues. */
  @Test
  void aGuardThatIsWokenOftenStartsNoExtraSleeps() throws IOException {
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
