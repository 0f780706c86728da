package io.safeops.plan;

import io.safeops.document.DocumentNode;
import io.safeops.document.Located;
import java.util.List;
import java.util.Optional;

/**
 * One step of a plan, with the values of the parameters filled in.
 *
 * @param id unique in its plan; {@code step-N} where the plan gives none
 * @param action the name of the action, where it is written
 * @param arguments of the action, which binds them itself
 * @param nodes where it is done; the action knows where the plan does not say
 * @param serial how many nodes at once; all where the plan does not say
 * @param secrets the values of the plan's secret parameters, to be shown nowhere
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
