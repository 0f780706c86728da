package io.safeops.approval;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an approval is about, or what a run is about: which program does what where, and what comes
 * of it. {@link BindingComparison} compares two of them.
 *
 * @param program the digest of the program, 64 hexadecimal digits; empty where it runs from plain
 *     classes
 * @param nodes that the plan touches, sorted by name
 * @param actions in the order in which they run
 * @param rules that judge the plan, and those that are set aside
 */
public record Binding(
    Optional<String> program,
    ClusterIdentity cluster,
    BoundPlan plan,
    BoundGuard guard,
    List<BoundNode> nodes,
    List<BoundAction> actions,
    BeforeImage before,
    List<Variation> variations,
    BoundRules rules) {

  public Binding {
    nodes = nodes.stream().sorted(Comparator.comparing(BoundNode::name)).toList();
    actions = List.copyOf(actions);
    variations = variations.stream().distinct().sorted(Comparator.comparing(Binding::key)).toList();
    if (!variations.contains(new Variation.RowUuid())) {
      throw new IllegalArgumentException("the `_uuid` of a row may always vary");
    }
  }

  private static String key(Variation variation) {
    return variation instanceof Variation.PortChassis port ? "port " + port.port() : "";
  }

  static Builder builder(Optional<String> program, ClusterIdentity cluster) {
    return new Builder(program, cluster);
  }

  /** The same, to change some of it. */
  Builder toBuilder() {
    return builder(program, cluster)
        .plan(plan)
        .guard(guard)
        .nodes(nodes)
        .actions(actions)
        .before(before)
        .variations(variations)
        .rules(rules);
  }

  /** Its parts by name; all of them must be given, except for variations and rules. */
  static final class Builder {
    private final Optional<String> program;
    private final ClusterIdentity cluster;
    private Optional<BoundPlan> plan = Optional.empty();
    private Optional<BoundGuard> guard = Optional.empty();
    private List<BoundNode> nodes = List.of();
    private List<BoundAction> actions = List.of();
    private Optional<BeforeImage> before = Optional.empty();
    private List<Variation> variations = List.of(new Variation.RowUuid());
    private BoundRules rules = new BoundRules(List.of(), List.of());

    private Builder(Optional<String> program, ClusterIdentity cluster) {
      this.program = program;
      this.cluster = cluster;
    }

    Builder plan(BoundPlan value) {
      plan = Optional.of(value);
      return this;
    }

    Builder guard(BoundGuard value) {
      guard = Optional.of(value);
      return this;
    }

    Builder nodes(List<BoundNode> value) {
      nodes = value;
      return this;
    }

    Builder actions(List<BoundAction> value) {
      actions = value;
      return this;
    }

    Builder before(BeforeImage value) {
      before = Optional.of(value);
      return this;
    }

    Builder variations(List<Variation> value) {
      variations = value;
      return this;
    }

    Builder rules(BoundRules value) {
      rules = value;
      return this;
    }

    Binding build() {
      return new Binding(
          program,
          cluster,
          plan.orElseThrow(),
          guard.orElseThrow(),
          nodes,
          actions,
          before.orElseThrow(),
          variations,
          rules);
    }
  }
}
