package io.safeops.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a run executes, seen from the coordinator: it asks for the next step's scripts, whether
 * expectations hold, and whether an undo has restored everything. Collecting facts and asking the
 * rules happens behind it. Futures may complete on any thread; an exceptional end counts against
 * going forward and is shown to the operator.
 */
public interface Work {

  /**
   * Renders the step for whoever is asked to say go to it; the facts may be those from the start of
   * the run.
   */
  default CompletableFuture<Orders> propose(int step) {
    return prepare(step);
  }

  /**
   * Collects the step's footprint, asks the rules again, and renders the step. Done right before
   * the step: a cluster can change while a go is awaited.
   */
  CompletableFuture<Orders> prepare(int step);

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
   */
  record Orders(
      String id,
      String title,
      List<String> refused,
      List<String> drifted,
      Map<String, Part> parts) {
    public Orders {
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
  record Part(String act, String undo, String local) {
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
