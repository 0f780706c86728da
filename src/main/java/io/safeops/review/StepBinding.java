package io.safeops.review;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.Located;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.expression.EvaluationException;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.NodeSelector;
import io.safeops.plan.Plan;
import io.safeops.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Binds the steps of a plan to actions on the nodes of a cluster. */
final class StepBinding {

  private StepBinding() {}

  /** The steps of a plan as actions, in order. A step in batches becomes several. */
  static List<BoundStep> of(Plan plan, Cluster cluster) throws DocumentException, ReviewException {
    Problems problems = new Problems();
    List<BoundStep> bound = new ArrayList<>();
    for (Step step : plan.steps()) {
      List<String> nodes = Actions.inOrder(step, nodes(step, cluster), cluster);
      int size = step.serial().map(serial -> serial.batch(nodes.size())).orElse(nodes.size());
      int batches = nodes.isEmpty() ? 1 : (nodes.size() + size - 1) / size;
      for (int batch = 0; batch < batches; batch++) {
        List<String> some =
            nodes.isEmpty()
                ? nodes
                : nodes.subList(batch * size, Math.min(nodes.size(), (batch + 1) * size));
        String id = batches == 1 ? step.id() : step.id() + "." + (batch + 1);
        Actions.bind(step, some, problems)
            .ifPresent(action -> bound.add(new BoundStep(id, step, action)));
      }
    }
    problems.throwIfAny();
    return bound;
  }

  private static List<String> nodes(Step step, Cluster cluster) throws ReviewException {
    if (step.nodes().isEmpty()) {
      return List.of();
    }
    try {
      List<String> nodes = step.nodes().get().select(cluster);
      if (nodes.isEmpty()) {
        throw new ReviewException(
            ReviewException.Reason.IMPOSSIBLE, step.action().at(), step.id() + " selects no node");
      }
      return nodes;
    } catch (EvaluationException e) {
      throw new ReviewException(
          ReviewException.Reason.IMPOSSIBLE,
          unknown(step, cluster).orElse(step.action().at()),
          step.id() + " cannot select its nodes: " + e.reason());
    }
  }

  private static Optional<Position> unknown(Step step, Cluster cluster) {
    return step.nodes().orElse(null) instanceof NodeSelector.Names named
        ? named.unknown(cluster).map(Located::at)
        : Optional.empty();
  }
}
