package io.safeops.run.coordinate;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a run executes, seen from the coordinator: it asks for the next step's scripts, whether
 * expectations hold, and whether an undo has restored everything. Collecting facts and asking the
 * rules happens behind it. Futures may complete on any thread; an exceptional end counts against
 * going forward and is shown to the operator.
 */
public interface RunWork {

  /**
   * Renders the step for whoever is asked to say go to it; the facts may be those from the start of
   * the run.
   */
  default CompletableFuture<StepOrders> propose(int step) {
    return prepare(step);
  }

  /**
   * Collects the step's footprint, asks the rules again, and renders the step. Done right before
   * the step: a cluster can change while a go is awaited.
   */
  CompletableFuture<StepOrders> prepare(int step);

  /**
   * Makes that part of a step which is the run's own, once every node has done its part; what it
   * says is why it failed.
   */
  default CompletableFuture<Finding> actHere(int step) {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** Whether the run itself has, or may have, changed something that no node undoes. */
  default boolean hasChangedHere() {
    return false;
  }

  /** Tries once to undo what the run itself has changed; what it says is what is not restored. */
  default CompletableFuture<Finding> undoHere() {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** All is confirmed: what the run itself has changed stays. */
  default CompletableFuture<Finding> keepHere() {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** Looks once whether the step's expectations hold. */
  CompletableFuture<Finding> expect(int step);

  /** Looks once whether the expectations of all steps hold together: the quiet before a confirm. */
  CompletableFuture<Finding> quiet();

  /** Collects again and compares with the facts before the first step. */
  CompletableFuture<Finding> restored();

  /**
   * One step, rendered for the facts of this moment.
   *
   * @param id the step's id in the plan
   * @param title the exact change, for people
   * @param refused why the rules refuse it now; empty when they do not
   * @param drifted what changed in its footprint since it was reviewed; empty when nothing did
   * @param parts what each node gets
   * @param here whether the run itself does a part, too
   */
  record StepOrders(
      String id,
      String title,
      List<String> refused,
      List<String> drifted,
      Map<String, NodeOrders> parts,
      boolean here) {
    public StepOrders {
      refused = List.copyOf(refused);
      drifted = List.copyOf(drifted);
      parts = Map.copyOf(parts);
    }

    /** Whether it may be done. */
    public boolean isSound() {
      return refused.isEmpty() && drifted.isEmpty();
    }
  }

  /**
   * A node's share of a step; an empty script is none.
   *
   * @param act makes the change
   * @param undo takes it back
   * @param local keeps the node from being hurt, whatever happens elsewhere
   */
  record NodeOrders(String act, String undo, String local) {
    /** The node only counts the step, and says that it still waits. */
    public static final NodeOrders NO_SCRIPTS = new NodeOrders("", "", "");

    public boolean acts() {
      return !act.isEmpty();
    }
  }

  /**
   * Whether something holds, and if not, in which points.
   *
   * @param objections empty when it holds
   */
  record Finding(List<String> objections) {
    public static final Finding HOLDS = new Finding(List.of());

    public Finding {
      objections = List.copyOf(objections);
    }

    public boolean holds() {
      return objections.isEmpty();
    }
  }
}
