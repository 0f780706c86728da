package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.facts.model.Cluster;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outage of note 000, and what the nodes do against it by themselves. */
@NeedsLab
class StormOnLabIT extends LocalnetLab {

  /**
   * The outage of note 000, and its end by what the nodes do by themselves.
   *
   * @param stormSeconds how long it lasts before anything is undone; 12 s is longer than the
   *     Southbound sessions live
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 12})
  void aStormIsEndedByTheNodes(int stormSeconds) throws Exception {
    Cluster before = facts();
    LocalnetCreate action =
        new LocalnetCreate(SWITCH, Optional.of("ln-physnet2"), "physnet2", Optional.empty());
    OnNodes operation = done(action, before, "s2");
    long worst = 0;
    int attached = 0;
    ExecutorService nodes = Executors.newFixedThreadPool(4);
    try {
      for (Expectation expectation : operation.expect()) {
        if (expectation.description().contains("attached")) {
          assertThat(failure((CheckExpectation) expectation)).isEmpty();
          attached++;
        }
      }
      assertThat(attached).as("patch pairs that were looked at").isPositive();
      CheckExpectation broadcast =
          (CheckExpectation) operation.expect().get(operation.expect().size() - 1);
      Result sent = LabNodes.run(broadcast.node(), broadcast.script(), "s2");
      assertThat(sent.exit()).as(sent.outputText() + sent.errorText()).isEqualTo(1);
      assertThat(sent.outputText()).contains("a storm: ");
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(stormSeconds - 1);
      do {
        worst = Math.max(worst, rate());
      } while (System.nanoTime() < end);
      long started = System.nanoTime();
      List<Future<Integer>> parts = new ArrayList<>();
      for (String node : LabNodes.NAMES) {
        parts.add(nodes.submit(() -> revert(operation, node, "s2")));
      }
      long quiet = -1;
      while (quiet < 0 && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(30)) {
        if (rate() < 1000) {
          quiet = System.nanoTime() - started;
        }
      }
      for (Future<Integer> part : parts) {
        assertThat(part.get(60, TimeUnit.SECONDS)).isZero();
      }
      long ended = System.nanoTime() - started;
      System.out.printf(
          "storm of %d s: %d packets/s, quiet %d ms after the undo began, all parts done after %d ms%n",
          stormSeconds, worst, quiet / 1_000_000, ended / 1_000_000);
      assertThat(worst).isGreaterThan(10_000);
      assertThat(quiet).isBetween(0L, TimeUnit.SECONDS.toNanos(10));
    } finally {
      nodes.shutdownNow();
      for (String node : LabNodes.NAMES) {
        revert(operation, node, "s2");
      }
    }
    assertThat(operation.footprint().diff(before, facts())).isEmpty();
  }
}
