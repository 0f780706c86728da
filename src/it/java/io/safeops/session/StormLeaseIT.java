package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.TmuxTerminal;
import io.safeops.house.Standstill;
import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Tests incident 000 without help and without a storm probe: the end of the lease ends it. */
@Isolated("storms and lateness run alone")
class StormLeaseIT extends StormBench {
  private static final Pattern SOUTHBOUND_LOST =
      Pattern.compile(
          "^(\\S+Z)\\|.*\\|reconnect\\|.*:6642: .*(disconnecting|connection (closed|dropped|reset))");
  @TempDir Path folder;

  private static final String WITHOUT_PROBE = "deadline: 120s, lease: 5s, probes: []";

  @Test
  void withoutTheProbeEveryNodeIsBackAfterTheLease() {
    try (StormMeter meter = new StormMeter(LAB)) {
      OpenRun run = storms(WITHOUT_PROBE, meter, List.of(), "management-path/storm-probe");
      allAreBack(meter, 5);
      isOver(run.ended(), 4);
    }
    isQuietAndClean();
  }

  /**
   * While the LAN floods, the screen tells how long the nodes wait, as they count it. The storm is
   * not of the run: its own one may turn the run back before anybody has looked.
   */
  @Test
  void inAStormTheScreenTellsWhoIsLostAndWhenTheNodesUndo() throws Exception {
    Path patient =
        operator.inventory(
            "patient.yaml", text -> text.replace("guard: {", "guard: {lease: 40s, "));
    OpenRun run =
        operator
            .applies(
                quietPlan("deadline: 180s, lease: 40s, probes: []"),
                "-i",
                patient.toString(),
                "--waive",
                "management-path/storm-probe",
                "--because",
                "to see the lease end it")
            .reaches("CODE");
    try (TmuxTerminal terminal = operator.onATerminal(folder, "attach", run.id())) {
      terminal.sees("answering 3");
      try {
        Lab.Answer storm = LAB.run("break", "000");
        assertThat(storm.exit()).as(storm.err()).isZero();
        terminal.sees("does not answer in band: unless it hears from the run").sees("SILENT: ");
        isThatOfTheNodes(terminal, run.id());
        terminal.sees("undoing: ");
      } finally {
        LAB.run("heal", "000");
      }
      assertThat(terminal.ends()).as(terminal.shown()).isEqualTo(4);
      assertThat(terminal.shown()).contains("has not answered in band for 40 s", "footprint equal");
    }
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
    isQuietAndClean();
  }

  @Test
  void stormEndsEvenIfTheRunDies() {
    try (StormMeter meter = new StormMeter(LAB)) {
      OpenRun run = storms(WITHOUT_PROBE, meter, List.of(), "management-path/storm-probe");
      run.die();
      allAreBack(meter, 5);
      assertThat(run.ended().exit()).isEqualTo(1);
      recovers(run);
    }
    isQuietAndClean();
  }

  /** The Southbound is lost before the undo begins: an undo in the Northbound would not help. */
  @Test
  void undoComesLongAfterTheSouthboundIsLost() {
    int lease = 20;
    Path patient =
        operator.inventory(
            "patient.yaml", text -> text.replace("guard: {", "guard: {lease: " + lease + "s, "));
    try (StormMeter meter = new StormMeter(LAB)) {
      OpenRun run =
          storms(
              "deadline: 120s, lease: " + lease + "s, probes: []",
              meter,
              List.of("-i", patient.toString()),
              "management-path/storm-probe");
      run.die();
      allAreBack(meter, lease);
      for (String node : List.of("net", "cmp")) {
        double undone = guards.when(node, run.id(), "REVERTING") / 100.0;
        assertThat(southboundLost(node, meter.start()))
            .as("uptime when %s lost the Southbound, in the storm from %s", node, meter.start())
            .isPresent()
            .hasValueSatisfying(lost -> assertThat(lost).isLessThan(undone));
        assertThat(undone - meter.start()).as("to the undo on " + node).isGreaterThan(lease - 5);
      }
      recovers(run);
    }
    isQuietAndClean();
  }

  /** Seconds of uptime at which a node's ovn-controller first lost its Southbound. */
  private static Optional<Double> southboundLost(String node, double from) {
    double boot = System.currentTimeMillis() / 1000.0 - uptime();
    return LAB.script(node, "cat /var/log/ovn/ovn-controller.log")
        .out()
        .lines()
        .map(SOUTHBOUND_LOST::matcher)
        .filter(Matcher::find)
        .map(line -> Instant.parse(line.group(1)).toEpochMilli() / 1000.0 - boot)
        .filter(lost -> lost > from)
        .findFirst();
  }

  private void allAreBack(StormMeter meter, int lease) {
    long due = meter.startCentis() + lease * 100L;
    while (Standstill.now() - machine().between(due, Standstill.now()) < due + 500) {
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    for (String node : Lab.NODES) {
      assertThat(LAB.answersSsh(node))
          .as(node + " answers ssh; the storm took " + meter.length() + " s")
          .isTrue();
    }
    assertThat(meter.most()).as("packets in one second").isGreaterThan(10_000);
    machine().assertOnTime("quiet after the lease", due, Math.max(due, meter.endCentis()), 500);
  }

  private void recovers(OpenRun run) {
    guards.areOver(run.id(), Duration.ofSeconds(30), "ctl");
    isOver(operator.types("recover", run.id()), 4);
  }

  private static double uptime() {
    try {
      return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
