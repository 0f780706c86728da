package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests what a node's guard does by itself through reboots, hanging steps and stopped handlers. */
@Isolated("storms and lateness run alone")
class GuardedIT extends VotersBench {
  private static final String GUARD = "deadline: 120s, lease: 15s";
  private static final long SECOND = 100; // centiseconds of uptime
  private static final Standstill MACHINE = new Standstill();

  @AfterAll
  static void endControl() {
    MACHINE.close();
  }

  /** Test 5 of the guard protocol. */
  @Test
  void rebootAndPowerCutOfConfirmedNodesChangeNothing() {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "net", run.id(), "CONFIRMED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      run.die();
      disk.goOn();
      assertThat(confirm.ended(Lab.PATIENCE).exit()).isNotZero();
    }
    awaitState("net", run, "CONFIRMED");
    awaitState("cmp", run, "CONFIRMED");

    LAB.powerCut("net");
    LAB.start("net");
    LAB.reboot("cmp");
    for (String node : VOTERS) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> isWatched(node, run)))
          .as("a guard again on " + node)
          .isTrue();
    }
    bothAre("CONFIRMED", run);

    Ended recovered = operator.types("recover", run.id());
    assertThat(recovered.exit()).as(recovered.all()).isZero();
    bothAre("SEALED", run);
  }

  /**
   * Test 5: a promise from before the boot is not kept, whichever comes first after the boot, the
   * commit or the guard.
   */
  @Test
  void commitThatArrivesAfterAPowerCutBeforeTheGuardIsUp() {
    OpenRun run = applies(GUARD).reaches("CODE");
    String code = run.code("net");
    try (SlowDisk disk = new SlowDisk(LAB, "cmp", run.id(), "PREPARED");
        OpenCommand confirm = operator.start("confirm", run.id(), "--code", code)) {
      disk.awaitHeld();
      run.signal("STOP");
      disk.goOn();
      awaitState("net", run, "PREPARED");
      String commit = "COMMIT run=RUN epoch=EPOCH nonce=NONCE boot=BOOT notafter=NEVER";
      String now = commit.replace("BOOT", "NOW");
      guardComesUpLate("net", run);
      try {
        LAB.powerCut("net");
        LAB.start("net");
        assertThat(guards.answer("net", run.id(), commit)).startsWith("NO why=boot");
        assertThat(guards.answer("net", run.id(), now.replace("NOW", boot("net"))))
            .startsWith("NO why=boot");
        assertThat(guards.state("net", run.id(), "state")).isEqualTo("PREPARED");
      } finally {
        guardMayComeUp("net", run);
      }
      awaitState("net", run, "REVERTED");
      assertThat(guards.state("net", run.id(), "reason")).isEqualTo("reboot");
      run.signal("CONT");
      Ended ended = run.ended();
      assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
      assertThat(confirm.ended(Lab.PATIENCE).exit()).isEqualTo(4);
      bothAre("REVERTED", run);
    }
  }

  /** Test 8: a step that ignores SIGTERM and leaves its session. */
  @Test
  void stepThatHangsAtTheDeadlineIsGoneBeforeItsUndo() {
    program("net", "hangs", "trap '' TERM HUP INT; setsid sleep 7654 & sleep 7654");
    program(
        "net",
        "looks",
        "pgrep -fc '[s]leep 7654' >/run/left;"
            + " find /sys/fs/cgroup -path '*safeops-step-*' -name cgroup.procs -exec cat {} + >>/run/left");
    String step =
        "exec: {argv: [/usr/local/bin/hangs], undo: {argv: [/usr/local/bin/looks]}}\n    nodes: {names: [net]}";
    OpenRun run =
        operator.applies(
            operator.file("hangs.yaml", Plans.plan("deadline: 35s, lease: 30s, hold: 1s", step)),
            "--waive",
            "understood/opaque",
            "--because",
            "to see it end");
    run.reaches("DOING");
    assertThat(Lab.eventually(Lab.PATIENCE, () -> sleepers("net") >= 2)).isTrue();
    // Only the node itself ends it, and not before its deadline.
    beats("net", run);
    run.die();
    String nonce = guards.state("net", run.id(), "nonce");
    try {
      guards.areOver(run.id(), Duration.ofSeconds(100), "net");
    } finally {
      endBeats("net");
    }
    assertThat(guards.state("net", run.id(), "reason")).isEqualTo("deadline");
    assertThat(guards.log("net", run.id())).anyMatch(line -> line.text().contains("step killed"));
    assertThat(LAB.script("net", "cat /run/left").out().strip()).isEqualTo("0");
    assertThat(sleepers("net")).isZero();

    String late =
        "DO run=RUN epoch=1 nonce=NONCE boot=BOOT notafter=NEVER do=dHJ1ZQo= timeout=100 ";
    for (String number : List.of("step=1", "step=2")) {
      assertThat(guards.answer("net", run.id(), late.replace("NONCE", nonce) + number))
          .startsWith("NO why=state");
    }
    // There is no model of what the step did.
    assertThat(operator.types("recover", run.id()).exit()).isEqualTo(5);
  }

  /** Test 9: a stopped handler that holds the lock does not delay the deadline. */
  @Test
  void handlerStoppedWithTheLockAtTheDeadline() {
    OpenRun run = applies("deadline: 40s, lease: 30s, hold: 1s").reaches("CODE");
    long deadline = Long.parseLong(guards.state("net", run.id(), "deadline"));
    // There are no heartbeats, which would end the handler before the deadline. The lease ends
    // after the deadline.
    beats("net", run);
    run.die();
    assertThat(Lab.eventually(Lab.PATIENCE, () -> uptime() > deadline - 10 * SECOND)).isTrue();
    endBeats("net");
    String extend =
        "EXTEND run=RUN epoch=EPOCH nonce=NONCE boot=BOOT notafter=NEVER deadline="
            + (deadline + 30 * SECOND);
    try (SlowDisk disk = new SlowDisk(LAB, "net", run.id(), "ARMED")) {
      Lab.Answer asked =
          LAB.script(
              "net",
              """
              rm -f /run/late-answer
              now() { IFS=' .' read -r whole part rest </proc/uptime; echo "$whole$part"; }
              while [ "$(now)" -lt "$((%d - 100))" ]; do sleep 0.05; done
              (%s) >/run/late-answer 2>&1 </dev/null &
              n=0
              until [ -e /run/slow-disk-holds ]; do
                n=$((n + 1))
                [ "$n" -lt 200 ] || exit
                sleep 0.01
              done
              pkill -STOP -f '[g]uard-of-a-test request'
              rm -f /run/slow-disk
              """
                  .formatted(deadline, guards.asking("net", run.id(), extend)));
      assertThat(asked.exit()).as(asked.err()).isZero();
      guards.areOver(run.id(), Duration.ofSeconds(30), "net");
    }
    MACHINE.assertOnTime(
        "the undo at the deadline", deadline, guards.when("net", run.id(), "REVERTING"), SECOND);
    assertThat(guards.log("net", run.id()))
        .anyMatch(line -> line.text().contains("its holder was killed"));
    assertThat(LAB.script("net", "cat /run/late-answer").out()).doesNotContain("OK");
    assertThat(guards.answer("net", run.id(), extend)).startsWith("NO");
    assertThat(guards.state("net", run.id(), "deadline")).isEqualTo("" + deadline);
    assertThat(operator.types("recover", run.id()).exit()).isEqualTo(4);
    bothAre("REVERTED", run);
  }

  private static long uptime() {
    String uptime = LAB.script("net", "cut -d' ' -f1 /proc/uptime").out().strip();
    return Long.parseLong(uptime.replace(".", ""));
  }

  private static boolean isWatched(String node, OpenRun run) {
    return LAB.exec(node, "systemctl", "--quiet", "is-active", unit(run)).ok();
  }

  private static String unit(OpenRun run) {
    return "safeops-guard-" + run.id() + ".service";
  }

  private static String boot(String node) {
    String named =
        """
        IFS= read -r id </proc/sys/kernel/random/boot_id
        IFS= read -r first </proc/1/stat
        set -- ${first##*) }
        echo "$id.${20}"
        """;
    return LAB.script(node, named).out().strip();
  }

  private static void program(String node, String name, String text) {
    LAB.script(
        node,
        "cat >/usr/local/bin/%s <<'END'\n#!/bin/sh\n%s\nEND\nchmod 755 /usr/local/bin/%s"
            .formatted(name, text, name));
  }

  private static int sleepers(String node) {
    return Integer.parseInt(LAB.script(node, "pgrep -fc '[s]leep 7654'").out().strip());
  }

  /** Delays the guard at boot, so that sshd is up long before it, as on a node with a slow disk. */
  private static void guardComesUpLate(String node, OpenRun run) {
    LAB.script(
        node,
        """
        mkdir -p /etc/systemd/system/UNIT.d
        cat >/etc/systemd/system/UNIT.d/late.conf <<END
        [Service]
        ExecStartPre=/bin/sh -c 'until [ -e /run/guard-may-come-up ]; do sleep 0.1; done'
        END
        """
            .replace("UNIT", unit(run))
            .replace("RUN", run.id()));
  }

  private static void guardMayComeUp(String node, OpenRun run) {
    LAB.script(
        node,
        ": >/run/guard-may-come-up; rm -r /etc/systemd/system/UNIT.d".replace("UNIT", unit(run)));
  }
}
