package io.safeops.run.coordinate;

import io.safeops.action.Script;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.review.GuardPlan;
import io.safeops.review.ReadCount;
import io.safeops.review.Review;
import io.safeops.run.messaging.RunSpec;
import java.time.Duration;
import java.util.List;

/** The nodes and times of a run, as its review says. */
public final class ReviewedSpec {

  private ReviewedSpec() {}

  /** What remains to be said is who asks, and whether each step waits for a go. */
  public static RunSpec.Builder of(Review review, RunEpoch epoch) {
    GuardPlan guardPlan = review.guardPlan();
    Duration expect =
        review.steps().stream()
            .flatMap(step -> step.operation().expect().stream())
            .map(expectation -> expectation.within())
            .max(Duration::compareTo)
            .orElse(Duration.ZERO);
    RunSpec.Times times =
        RunSpec.Times.builder()
            .deadline(guardPlan.deadline())
            .lease(guardPlan.lease())
            .hold(guardPlan.hold())
            .baseline(guardPlan.baseline())
            .build()
            .withExpect(expect);
    List<RunSpec.NodeSpec> nodes =
        guardPlan.nodes().stream()
            .map(
                node ->
                    RunSpec.NodeSpec.builder(
                            node.name(), node.voter() ? NodeKind.VOTER : NodeKind.SOFT)
                        .steps(node.steps())
                        .witness(node.witness())
                        .probes(node.probes())
                        .survivesReboot(node.survivesReboot())
                        .trial(node.trial().map(Script::text))
                        .build())
            .toList();
    return RunSpec.builder(epoch, nodes, ReadCount.of(review))
        .times(times)
        .confirmationInput(
            guardPlan.isWithoutOutOfBand()
                ? RunSpec.ConfirmationInput.IN_BAND
                : RunSpec.ConfirmationInput.CODE)
        .digest(review.plan().digest());
  }
}
