package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import io.safeops.session.Operator.OpenCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Runs {@code doctor} on a healthy lab again and again: it finds nothing, also while a VM stops or
 * boots. {@code -Dsafeops.doctor.runs=20} makes twenty runs of each kind.
 */
final class HealthyDoctor {

  private static final int RUNS = Integer.getInteger("safeops.doctor.runs", 3);

  /** From one run to the next the change comes later, so that it meets each part of a run. */
  private static final long LATER_MILLIS = 170;

  /** Then it begins at once again: a run is over after some two seconds. */
  private static final int STEPS = 10;

  private static final String STOP =
      """
      . /etc/safeops-lab/vm1
      ovs-vsctl --timeout=10 --if-exists del-port br-int "tap$(echo "$PORT" | cut -c1-11)"
      ip netns del vm1
      """;

  private static final String BOOT = "/usr/local/sbin/lab-vm";

  private final Operator operator;
  private final String kind;

  /**
   * @param kind the kind of lab, for the line that is printed
   */
  HealthyDoctor(Operator operator, String kind) {
    this.operator = operator;
    this.kind = kind;
  }

  void findsNothing() {
    findsNothingWhile("nothing changes", run -> {});
    try {
      findsNothingWhile(
          "vm1 stops and boots in turns",
          run -> {
            LockSupport.parkNanos(Duration.ofMillis(run / 2 % STEPS * LATER_MILLIS).toNanos());
            onCmp(run % 2 == 0 ? STOP : BOOT);
          });
    } finally {
      onCmp(BOOT);
    }
    assertThat(Lab.eventually(Lab.PATIENCE, () -> operator.lab().ping("vm1"))).isTrue();
  }

  private void onCmp(String script) {
    operator.lab().script("cmp", script);
  }

  private void findsNothingWhile(String what, IntConsumer change) {
    Map<Integer, Integer> exits = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    int settled = 0;
    long longest = 0;
    long total = 0;
    for (int run = 0; run < RUNS; run++) {
      long begin = System.nanoTime();
      try (OpenCommand doctor = operator.start("doctor")) {
        change.accept(run);
        Ended ended = doctor.ended(Lab.PATIENCE);
        long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        longest = Math.max(longest, millis);
        total += millis;
        exits.merge(ended.exit(), 1, Integer::sum);
        if (ended.all().contains("settled meanwhile")) {
          settled++;
        }
        if (ended.exit() != 0 || !ended.out().contains("no fault found")) {
          wrong.add("run " + run + ": " + ended.all());
        }
      }
    }
    System.out.printf(
        "doctor, %s, while %s: %d runs, exits %s, %d settled meanwhile, %d ms each, %d ms at most%n",
        kind, what, RUNS, exits, settled, total / RUNS, longest);
    assertThat(wrong).as("%s, while %s", kind, what).isEmpty();
  }
}
