package io.safeops.approval;

import io.safeops.plan.Plan;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The plan with its parameters.
 *
 * @param digest of what it says and of its parameters, 64 hexadecimal digits; comments and layout
 *     do not change it. If a parameter is secret, it is a salted digest of that digest: else a
 *     secret could be guessed from it
 * @param parameters sorted by name, defaults included
 */
public record BoundPlan(String name, String digest, List<Parameter> parameters) {

  /**
   * A parameter.
   *
   * @param value what it is; of a secret, its salted digest
   */
  public record Parameter(String name, String value, boolean secret) {}

  public BoundPlan {
    parameters = parameters.stream().sorted(Comparator.comparing(Parameter::name)).toList();
  }

  static BoundPlan of(Plan plan, SecretDigests digests) {
    Collection<String> secrets = plan.secrets();
    List<Parameter> parameters =
        plan.params().entrySet().stream()
            .map(
                each -> {
                  boolean secret = secrets.contains(each.getValue());
                  return new Parameter(
                      PlainLine.of(each.getKey()),
                      secret
                          ? digests.of("parameter " + each.getKey(), each.getValue())
                          : PlainLine.of(each.getValue()),
                      secret);
                })
            .toList();
    return new BoundPlan(
        PlainLine.of(plan.name()),
        secrets.isEmpty() ? plan.digest() : digests.of("plan", plan.digest()),
        parameters);
  }

  /** Whether its digest depends on the salt. */
  boolean isSalted() {
    return parameters.stream().anyMatch(Parameter::secret);
  }
}
