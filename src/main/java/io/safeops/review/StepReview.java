package io.safeops.review;

import io.safeops.action.Action;
import io.safeops.action.Operation;
import io.safeops.action.Refused;
import io.safeops.action.Understanding;
import io.safeops.facts.model.Cluster;
import java.util.ArrayList;
import java.util.List;

/**
 * The review of one step, on the cluster as it is before that step.
 *
 * @param operation the scripts and expectations by node
 * @param after the predicted cluster
 * @param verdicts only those that this step adds
 */
public record StepReview(
    String id, Action action, Operation operation, Cluster after, List<Verdict> verdicts) {

  public StepReview {
    verdicts = List.copyOf(verdicts);
  }

  /** The exact commands, or a description of them, without secrets: one per line. */
  public String title() {
    return action.title();
  }

  /** Whether its effect is known, so that its undo can be proven. */
  public boolean isModelled() {
    return action.understanding() == Understanding.UNDERSTOOD;
  }

  public List<Verdict> refusals() {
    return verdicts.stream().filter(Verdict::refuses).toList();
  }

  /**
   * Why the step is refused, as text: the verdicts that refuse it, and what its undo would lose.
   */
  public List<String> objections() {
    List<String> objections = new ArrayList<>(refusals().stream().map(Verdict::message).toList());
    if (operation instanceof Refused refused && objections.isEmpty()) {
      // No script runs anywhere: without this the step would count as done.
      objections.add(refused.reason());
    }
    for (String lost : operation.losses().lost()) {
      objections.add("its undo would not restore: " + lost);
    }
    for (String row : operation.losses().unseen()) {
      objections.add("what its undo must restore is not known: " + row);
    }
    return objections;
  }
}
