package io.safeops.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How an action is written in a plan, and how its undo is written where the run itself undoes it.
 *
 * @param name the key of the step, as {@code ovn.localnet.create}
 * @param binder makes the action of its arguments; empty after it reported what is wrong with them.
 *     Without nodes the action binds too, but has no operation
 * @param order in which a step takes its nodes where it is not done on all of them at once
 * @param undo reads what an {@link ApiUndo} of it wrote, whose {@code kind} is the name
 */
public record ActionForm(
    String name,
    Function<Arguments, Optional<Action>> binder,
    BiFunction<List<String>, Cluster, List<String>> order,
    Optional<Function<JsonNode, ApiUndo>> undo) {

  /** One for which any node may be the first, and that nodes undo. */
  public ActionForm(String name, Function<Arguments, Optional<Action>> binder) {
    this(name, binder, (nodes, cluster) -> nodes, Optional.empty());
  }

  /** With an order of nodes. */
  public ActionForm inOrder(BiFunction<List<String>, Cluster, List<String>> other) {
    return new ActionForm(name, binder, other, undo);
  }

  /** With an undo through the API. */
  public ActionForm undoneBy(Function<JsonNode, ApiUndo> reader) {
    return new ActionForm(name, binder, order, Optional.of(reader));
  }
}
