package io.safeops.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The form of an action in a plan, and the form of its undo record if the run itself undoes it.
 *
 * @param name the key of the step, as {@code ovn.localnet.create}
 * @param about what the action does, in a few words, for an operator who writes a plan
 * @param arguments the arguments that the binder asks for
 * @param binder makes the action from its arguments; empty after it has reported what is wrong with
 *     them. It also works without nodes, but then the action has no operation
 * @param order the order of the nodes if the step is not done on all of them at once
 * @param undo reads the record of its {@link ApiUndo}, whose {@code kind} is the name of the action
 */
public record ActionForm(
    String name,
    String about,
    Schema.Fields arguments,
    Function<Arguments, Optional<Action>> binder,
    BiFunction<List<String>, Cluster, List<String>> order,
    Optional<Function<JsonNode, ApiUndo>> undo) {

  /** An action that takes its nodes in any order and that nodes undo. */
  public ActionForm(
      String name,
      String about,
      Schema.Fields arguments,
      Function<Arguments, Optional<Action>> binder) {
    this(name, about, arguments, binder, (nodes, cluster) -> nodes, Optional.empty());
  }

  /** The same form with an order of nodes. */
  public ActionForm inOrder(BiFunction<List<String>, Cluster, List<String>> other) {
    return new ActionForm(name, about, arguments, binder, other, undo);
  }

  /** The same form with an undo through the API. */
  public ActionForm undoneBy(Function<JsonNode, ApiUndo> reader) {
    return new ActionForm(name, about, arguments, binder, order, Optional.of(reader));
  }

  /** Its key in a step. */
  public Schema.Key key() {
    return Schema.optional(name, arguments, about);
  }
}
