package io.safeops.run.coordinate;

import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a run executes, as the coordinator sees it: the scripts of the next step, whether
 * expectations hold, whether an undo has restored everything. Facts and rules are behind it.
 * Futures may complete on any thread; a failure stops the way forward, and the operator reads it.
 */
public interface RunWork {

  /**
   * Renders the step to show it before the operator's go; the facts may be those from the start of
   * the run.
   */
  default CompletableFuture<StepOrders> propose(int step) {
    return prepare(step);
  }

  /**
   * Reads the step's footprint, asks the rules again, and renders the step. Called right before the
   * step: the cluster can change while the run waits for a go.
   */
  CompletableFuture<StepOrders> prepare(int step);

  /**
   * Makes the part of a step that goes through the API, once every node has done its part;
   * objections say why it failed.
   */
  default CompletableFuture<Finding> makeApiChange(int step) {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** Whether the run has changed something through the API, or may have: no node undoes that. */
  default boolean hasApiChanges() {
    return false;
  }

  /** Tries once to undo the changes through the API; objections say what is not restored. */
  default CompletableFuture<Finding> undoApiChanges() {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** All is confirmed: the changes through the API stay. */
  default CompletableFuture<Finding> keepApiChanges() {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  /** Checks once whether the step's expectations hold. */
  CompletableFuture<Finding> expect(int step);

  /**
   * Checks once whether the expectations of all steps hold: the cluster must be quiet before a
   * confirm.
   */
  CompletableFuture<Finding> quiet();

  /** What the operator should know of the work, since the last time; it does not wait. */
  default List<String> takeNotes() {
    return List.of();
  }

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
   * @param hasApiChange whether a part goes through the API
   */
  record StepOrders(
      String id,
      String title,
      List<String> refused,
      List<String> drifted,
      Map<String, NodeOrders> parts,
      boolean hasApiChange) {
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
   * @param local protects the node, whatever happens elsewhere
   */
  record NodeOrders(String act, String undo, String local) {
    /** The node only counts the step, and says that it still waits. */
    public static final NodeOrders NO_SCRIPTS = new NodeOrders("", "", "");

    public boolean acts() {
      return !act.isEmpty();
    }

    /** The orders of each node for a step; one with only a local part makes no change. */
    public static Map<String, NodeOrders> of(Operation operation) {
      return operation.match(
          NodeOrders::scripts,
          throughApi -> Map.of(throughApi.node(), NO_SCRIPTS),
          refused -> Map.of());
    }

    private static Map<String, NodeOrders> scripts(OnNodes operation) {
      Map<String, NodeOrders> orders = new LinkedHashMap<>();
      for (String node : operation.nodes()) {
        orders.put(
            node,
            new NodeOrders(
                text(operation.act().get(node)),
                text(operation.undo().get(node)),
                text(operation.local().get(node))));
      }
      return orders;
    }

    private static String text(@Nullable Script script) {
      return script == null ? "" : script.text();
    }
  }

  /**
   * Whether something holds, and if not, why.
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
