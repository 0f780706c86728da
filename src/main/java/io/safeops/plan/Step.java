package io.safeops.plan;

import io.safeops.document.DocumentNode;
import io.safeops.document.Located;
import java.util.List;
import java.util.Optional;

/**
 * One step of a plan, with the parameter values filled in.
 *
 * @param id unique in its plan; {@code step-N} where the plan gives none
 * @param action the name of the action, with its position
 * @param arguments the arguments of the action; the action reads them itself
 * @param nodes the nodes of the step; empty: the action decides
 * @param serial how many nodes at the same time; empty: all
 * @param secrets the values of the plan's secret parameters, which must never be shown
 */
public record Step(
    String id,
    Located<String> action,
    DocumentNode arguments,
    Optional<NodeSelector> nodes,
    Optional<Serial> serial,
    List<Check.TimedCheck> expect,
    List<String> secrets) {

  public Step {
    expect = List.copyOf(expect);
    secrets = List.copyOf(secrets);
  }
}
