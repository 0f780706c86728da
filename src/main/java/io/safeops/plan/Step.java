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

  /** A step by its parts. */
  public static Builder builder(String id, Located<String> action, DocumentNode arguments) {
    return new Builder(id, action, arguments);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String id;
    private final Located<String> action;
    private final DocumentNode arguments;
    private Optional<NodeSelector> nodes = Optional.empty();
    private Optional<Serial> serial = Optional.empty();
    private List<Check.TimedCheck> expect = List.of();
    private List<String> secrets = List.of();

    private Builder(String id, Located<String> action, DocumentNode arguments) {
      this.id = id;
      this.action = action;
      this.arguments = arguments;
    }

    public Builder nodes(Optional<NodeSelector> newNodes) {
      nodes = newNodes;
      return this;
    }

    public Builder serial(Optional<Serial> newSerial) {
      serial = newSerial;
      return this;
    }

    public Builder expect(List<Check.TimedCheck> newExpect) {
      expect = newExpect;
      return this;
    }

    public Builder secrets(List<String> newSecrets) {
      secrets = newSecrets;
      return this;
    }

    public Step build() {
      return new Step(id, action, arguments, nodes, serial, expect, secrets);
    }
  }
}
