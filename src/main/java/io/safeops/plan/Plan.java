package io.safeops.plan;

import io.safeops.document.Position;
import io.safeops.document.SecretMask;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plan with its parameter values, ready to be reviewed, approved and run.
 *
 * @param at the position of its name; its file is the path as given
 * @param params the parameter values by name, defaults included
 * @param digest the SHA-256 digest in hex of content and values; comments and layout do not change
 *     it
 */
public record Plan(
    String name,
    String description,
    Position at,
    Map<String, String> params,
    GuardSettings guard,
    List<Step> steps,
    String digest) {

  public Plan {
    params = Collections.unmodifiableMap(new TreeMap<>(params));
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan has at least one step");
    }
  }

  /** The values of its secret parameters, which must never be shown. */
  public List<String> secrets() {
    return steps.stream().flatMap(step -> step.secrets().stream()).distinct().toList();
  }

  /** The parameter values without the secret ones. */
  public Map<String, String> shownParams() {
    Map<String, String> shown = new TreeMap<>(params);
    List<String> secrets = secrets();
    shown.replaceAll((name, value) -> secrets.contains(value) ? SecretMask.MASKED : value);
    return shown;
  }

  /** A plan by its parts. */
  public static Builder builder(String name, GuardSettings guard) {
    return new Builder(name, guard);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String description = "";
    private Position at = Position.ofFile("");
    private Map<String, String> params = Map.of();
    private final GuardSettings guard;
    private List<Step> steps = List.of();
    private String digest = "";

    private Builder(String name, GuardSettings guard) {
      this.name = name;
      this.guard = guard;
    }

    public Builder description(String newDescription) {
      description = newDescription;
      return this;
    }

    public Builder at(Position newAt) {
      at = newAt;
      return this;
    }

    public Builder params(Map<String, String> newParams) {
      params = newParams;
      return this;
    }

    public Builder steps(List<Step> newSteps) {
      steps = newSteps;
      return this;
    }

    public Builder digest(String newDigest) {
      digest = newDigest;
      return this;
    }

    public Plan build() {
      return new Plan(name, description, at, params, guard, steps, digest);
    }
  }
}
