package io.safeops.review;

import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How many nodes a run reads, by its looks: the more, the longer it takes. A node that is read
 * twice counts twice. An expectation is looked at until it holds; here it counts once.
 *
 * @param steps for each step in order: before it, and for its expectations
 * @param quiet for each look at the last step's expectations while all is quiet
 */
public record ReadCount(List<Integer> steps, int quiet) {

  public ReadCount {
    steps = List.copyOf(steps);
  }

  /** The most that there can be: each look reads every node. */
  public static ReadCount whole(int steps, int nodes) {
    return new ReadCount(Collections.nCopies(steps, 2 * nodes), nodes);
  }

  /** As the steps were reviewed. */
  public static ReadCount of(Review review) {
    List<Integer> steps = new ArrayList<>();
    Cluster before = review.before();
    FactsScope changed = FactsScope.NONE;
    int quiet = 0;
    for (StepReview step : review.steps()) {
      Operation operation = step.operation();
      quiet = nodes(expected(operation.expect()), step.after());
      steps.add(nodes(Reviewer.needed(operation, before).and(changed), before) + quiet);
      changed = operation.footprint().scopeBefore(before);
      before = step.after();
    }
    return new ReadCount(steps, quiet);
  }

  private static FactsScope expected(List<Expectation> expectations) {
    return FactsScope.union(
        expectations.stream()
            .filter(FactExpectation.class::isInstance)
            .map(each -> ((FactExpectation) each).scope())
            .toList());
  }

  /** Databases are read on central nodes, and count as one more each. */
  private static int nodes(FactsScope scope, Cluster cluster) {
    long nodes =
        cluster.nodes().stream().filter(node -> !scope.parts(node.name()).isEmpty()).count();
    long central =
        scope.databases().isEmpty()
            ? 0
            : cluster.nodes().stream().filter(node -> node.hasRole("central")).count();
    return (int) (nodes + central);
  }
}
