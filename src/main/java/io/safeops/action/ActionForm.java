package io.safeops.action;

import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How an action is written in a plan.
 *
 * @param name the key of the step, as {@code ovn.localnet.create}
 * @param binder makes the action of its arguments; empty after it reported what is wrong with them.
 *     Without nodes the action binds too, but has no operation
 * @param order in which a step takes its nodes where it is not done on all of them at once
 */
public record ActionForm(
    String name,
    Function<Arguments, Optional<Action>> binder,
    BiFunction<List<String>, Cluster, List<String>> order) {

  /** One for which any node may be the first. */
  public ActionForm(String name, Function<Arguments, Optional<Action>> binder) {
    this(name, binder, (nodes, cluster) -> nodes);
  }
}
