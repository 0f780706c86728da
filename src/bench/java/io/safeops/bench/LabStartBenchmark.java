package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.lab.Lab.Topology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures how long {@code lab up} and {@code lab reset} take, beside the start of one node. It
 * needs root and makes a lab of its own.
 */
class LabStartBenchmark {

  private static final Lab LAB = new Lab("bench");

  @BeforeAll
  static void makeRootFileSystem() {
    LAB.up(Topology.CONVERGED);
    LAB.down();
  }

  @AfterAll
  static void takeDown() {
    LAB.down();
  }

  @Test
  void labAgainstTheStartOfOneNode() throws Exception {
    new Race()
        .add(
            "one node",
            () -> {
              LAB.up(Topology.CONVERGED);
              LAB.powerCut("cmp");
              Race.only(() -> LAB.start("cmp"));
            })
        .add(
            "lab up",
            () -> {
              LAB.down();
              Race.only(() -> LAB.up(Topology.CONVERGED));
            })
        .add(
            "lab reset, nothing left",
            () -> {
              LAB.up(Topology.CONVERGED);
              Race.only(() -> assertThat(LAB.reset().ok()).isTrue());
            })
        .run(0, 3)
        .expectAtMost("lab up", 12)
        .expectAtMost("lab reset, nothing left", 6);
  }
}
