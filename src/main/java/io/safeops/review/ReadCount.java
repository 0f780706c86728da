package io.safeops.review;

import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Counts the nodes that a run reads: the more, the longer it takes. A node that is read twice
 * counts twice. A run checks an expectation until it holds; here it counts once. A node on which
 * packets are traced counts once more: that is another script.
 *
 * @param steps for each step in order: before it, for its expectations, and for the paths after it
 * @param quiet for each check of the last step's expectations, and of paths and packets, while the
 *     run waits for quiet
 */
public record ReadCount(List<Integer> steps, int quiet) {

  public ReadCount {
    steps = List.copyOf(steps);
  }

  /** The count if every node is read before each step and for its expectations. */
  public static ReadCount whole(int steps, int nodes) {
    return new ReadCount(Collections.nCopies(steps, 2 * nodes), nodes);
  }

  /** The count for the steps as they were reviewed. */
  public static ReadCount of(Review review) {
    List<Integer> steps = new ArrayList<>();
    Cluster before = review.before();
    List<Path> paths = PathJudge.judge(Intents.of(before), before);
    AffectedPaths all = AffectedPaths.NONE;
    FactsScope changed = FactsScope.NONE;
    int quiet = 0;
    for (StepReview step : review.steps()) {
      Operation operation = step.operation();
      FactsScope needed = Reviewer.needed(operation, before);
      AffectedPaths affected = AffectedPaths.of(operation, before);
      all = all.and(affected);
      int expected = nodes(expected(operation.expect()), step.after());
      quiet = expected + ofPaths(needed, all.tracedOn(paths), step.after());
      steps.add(
          nodes(needed.and(changed), before)
              + expected
              + ofPaths(needed, affected.tracedOn(paths), step.after()));
      changed = operation.footprint().scopeBefore(before);
      before = step.after();
    }
    if (!steps.isEmpty()) {
      // Before the first step, the packets of all steps are traced.
      steps.set(0, steps.get(0) + all.tracedOn(paths).size());
    }
    return new ReadCount(steps, quiet);
  }

  /** The look at paths, with what packets need, and the script for the packets. */
  private static int ofPaths(FactsScope needed, Set<String> traced, Cluster after) {
    FactsScope scope = needed.and(FactsScope.on(traced, FactsPart.SWITCH));
    return nodes(OthersChanges.scope(scope, after), after) + traced.size();
  }

  private static FactsScope expected(List<Expectation> expectations) {
    return FactsScope.union(
        expectations.stream()
            .filter(FactExpectation.class::isInstance)
            .map(each -> ((FactExpectation) each).scope())
            .toList());
  }

  /** Databases are read on central nodes. Each counts as one more node. */
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
