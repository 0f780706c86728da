package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the guards keep on the nodes, by the consoles. */
final class Guards {

  /**
   * A line of a guard's log.
   *
   * @param uptime centiseconds since the node's boot
   */
  record Line(long uptime, String text) {}

  private static final Pattern LOG_LINE = Pattern.compile("[0-9a-f]{64} (\\d+) \\S+ (.*)");

  private final Lab lab;

  Guards(Lab lab) {
    this.lab = lab;
  }

  /** A field of the run's state on a node; empty if the node knows no such run. */
  String state(String node, String run, String field) {
    return lab.script(node, "sed -n 's/^" + field + "=//p' /var/lib/safeops/" + run + "/state")
        .out()
        .strip();
  }

  /**
   * Seconds until the first node undoes, as the nodes count: at the deadline, or at the end of a
   * lease if that comes first and the lease was not renewed for a while.
   */
  double untilUndo(String run) {
    return Lab.NODES.stream()
        .filter(node -> state(node, run, "state").equals("ARMED"))
        .mapToDouble(node -> untilUndo(node, run))
        .min()
        .orElseThrow();
  }

  private double untilUndo(String node, String run) {
    double now = uptime(lab.exec(node, "cut", "-d", " ", "-f1", "/proc/uptime"));
    double left = Double.parseDouble(state(node, run, "deadline")) / 100 - now;
    String[] lease = lab.script(node, "cat /run/safeops/" + run + "/lease").out().split(" ");
    double until = Double.parseDouble(lease[0]) / 100;
    double renewed = Double.parseDouble(lease[1]) / 100;
    // A session counts a node as silent after that time (RunSnapshot).
    return now - renewed > 3 ? Math.min(left, until - now) : left;
  }

  private static double uptime(Lab.Answer answer) {
    return Double.parseDouble(answer.out().strip());
  }

  /**
   * What a node's guard answers to a line that someone types in the node's own shell.
   *
   * @param line with RUN, NONCE, EPOCH, BOOT and NEVER as placeholders for the values on the node's
   *     disk
   */
  String answer(String node, String run, String line) {
    return lab.script(node, asking(node, run, line)).out().strip();
  }

  /** The shell script that sends the line. */
  String asking(String node, String run, String line) {
    String filled =
        line.strip()
            .replace("RUN", run)
            .replace("NONCE", state(node, run, "nonce"))
            .replace("EPOCH", state(node, run, "epoch"))
            .replace("BOOT", state(node, run, "boot"))
            .replace("NEVER", "999999999");
    // The undo deletes the guard's program. A copy from an earlier call still works.
    return "cp /var/lib/safeops/%s/guard.sh /run/guard-of-a-test 2>/dev/null;".formatted(run)
        + "sh /run/guard-of-a-test request /var/lib/safeops '"
        + filled
        + "'";
  }

  List<Line> log(String node, String run) {
    return lab.script(node, "cat /var/lib/safeops/" + run + "/log")
        .out()
        .lines()
        .map(LOG_LINE::matcher)
        .filter(Matcher::matches)
        .map(line -> new Line(Long.parseLong(line.group(1)), line.group(2)))
        .toList();
  }

  /** When the log first names a state, in centiseconds of uptime. */
  long when(String node, String run, String state) {
    return log(node, run).stream()
        .filter(line -> line.text().startsWith(state + " "))
        .mapToLong(Line::uptime)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(node + " was never " + state + ": " + log(node, run)));
  }

  /** Waits until each of these nodes says that the run is over. */
  void areOver(String run, Duration limit, String... nodes) {
    for (String node : nodes) {
      boolean over =
          Lab.eventually(
              limit, () -> List.of("SEALED", "REVERTED").contains(state(node, run, "state")));
      assertThat(over).as(node + " is over: " + log(node, run)).isTrue();
    }
  }

  /** The runs of which a node keeps anything, even a tombstone only. */
  List<String> runs(String node) {
    return Arrays.stream(lab.script(node, "ls /var/lib/safeops 2>/dev/null").out().split("\\s+"))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /**
   * Asserts that no node has a guard's unit, process or volatile file, or anything but tombstones.
   */
  void areGone() {
    areGone(Lab.NODES);
  }

  void areGone(List<String> nodes) {
    for (String node : nodes) {
      boolean gone = Lab.eventually(Lab.PATIENCE, () -> left(node).isEmpty());
      assertThat(gone).as("left on " + node + ":\n" + left(node)).isTrue();
    }
  }

  private String left(String node) {
    return lab.script(
            node,
            """
            ls /run/safeops 2>/dev/null
            systemctl list-units --all --no-legend --plain 'safeops-*'
            ls -d /etc/systemd/system/safeops-* /etc/systemd/system/*/safeops-* \
              /run/systemd/system/safeops-* 2>/dev/null
            ps -eo args | grep -e 'guard[.]sh' -e '[g]uard serve'
            grep -L -x -e state=SEALED -e state=REVERTED /var/lib/safeops/*/state 2>/dev/null
            ls -d /var/lib/safeops/*/* 2>/dev/null | grep -v -e '/lock$' -e '/log$' -e '/state$'
            :
            """)
        .out()
        .strip();
  }
}
