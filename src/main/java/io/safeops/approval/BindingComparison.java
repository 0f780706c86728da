package io.safeops.approval;

import io.safeops.approval.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares what a run is about with what was approved. Everything must be the same, except for what
 * the approval lets vary, and except for what can only be safer: fewer trusted host keys, fewer
 * items of a rule that is set aside, less that is not restored.
 */
public final class BindingComparison {

  private static final String NOTHING = "nothing";

  private final Binding approved;
  private final Binding now;
  private final List<Difference> differences = new ArrayList<>();

  private BindingComparison(Binding approved, Binding now) {
    this.approved = approved;
    this.now = now;
  }

  /**
   * What is not as it was approved; none if the run is covered.
   *
   * @param now made with the salt of the approval; what may vary is what the approval says
   */
  public static List<Difference> of(Binding approved, Binding now) {
    BindingComparison comparison = new BindingComparison(approved, now);
    comparison.program();
    comparison.cluster();
    comparison.plan();
    comparison.same(Kind.GUARD, "guard times", approved.guard().toString(), now.guard().toString());
    comparison.nodes();
    comparison.actions();
    comparison.rules();
    comparison.waivers();
    return List.copyOf(comparison.differences);
  }

  private void add(Kind kind, String thing, String was, String is) {
    differences.add(Difference.of(kind, thing, was, is));
  }

  private void same(Kind kind, String thing, String was, String is) {
    if (!was.equals(is)) {
      add(kind, thing, was, is);
    }
  }

  /** Reports each line that is there now and was not approved. */
  private void noMore(Kind kind, String thing, List<String> was, List<String> is) {
    is.stream()
        .filter(each -> !was.contains(each))
        .forEach(each -> add(kind, thing, was.isEmpty() ? "none" : "without it", each));
  }

  private void program() {
    same(
        Kind.PROGRAM,
        "program",
        approved.program().orElse("one that runs from plain classes"),
        now.program().orElse("one that runs from plain classes"));
  }

  private void cluster() {
    ClusterIdentity was = approved.cluster();
    ClusterIdentity is = now.cluster();
    if (!was.namesDatabase()) {
      add(
          Kind.CLUSTER,
          "cluster",
          "without the _uuid of a database, so of any cluster",
          "NB_Global " + is.northbound().orElse(ClusterIdentity.UNKNOWN));
    }
    known("_uuid of NB_Global", was.northbound(), is.northbound());
    known("_uuid of SB_Global", was.southbound(), is.southbound());
    known("API endpoint", was.endpoint(), is.endpoint());
    known("project", was.project(), is.project());
  }

  /** What was not known then says nothing. What was known must be known, and the same. */
  private void known(String thing, Optional<String> was, Optional<String> is) {
    was.ifPresent(value -> same(Kind.CLUSTER, thing, value, is.orElse(ClusterIdentity.UNKNOWN)));
  }

  private void plan() {
    BoundPlan was = approved.plan();
    BoundPlan is = now.plan();
    same(Kind.PLAN, "name of the plan", was.name(), is.name());
    same(Kind.PLAN, "digest of the plan", was.digest(), is.digest());
    pairs(was.parameters(), is.parameters(), BoundPlan.Parameter::name)
        .forEach(
            (name, pair) -> {
              if (!pair.isEqual()) {
                add(
                    Kind.PARAMETER,
                    "parameter " + name,
                    pair.was().map(BindingComparison::shown).orElse("without it"),
                    pair.is().map(BindingComparison::shown).orElse("without it"));
              }
            });
  }

  private static String shown(BoundPlan.Parameter parameter) {
    return parameter.secret() ? "a secret " + parameter.value() : "`" + parameter.value() + "`";
  }

  private void nodes() {
    pairs(approved.nodes(), now.nodes(), BoundNode::name)
        .forEach(
            (name, pair) -> {
              if (pair.was().isEmpty()) {
                add(Kind.NODE, "node " + name, "without it", "the plan touches it");
              } else if (pair.is().isEmpty()) {
                add(Kind.NODE, "node " + name, "the plan touches it", "without it");
              } else {
                differences.addAll(NodeComparison.of(pair.was().get(), pair.is().get()));
              }
            });
  }

  private void actions() {
    List<String> was = approved.actions().stream().map(BindingComparison::named).toList();
    List<String> is = now.actions().stream().map(BindingComparison::named).toList();
    if (!was.equals(is)) {
      add(Kind.ACTION, "steps", String.join(", ", was), String.join(", ", is));
      return;
    }
    for (int i = 0; i < was.size(); i++) {
      action(approved.actions().get(i), now.actions().get(i));
    }
    differences.addAll(EffectComparison.of(approved, now));
  }

  private static String named(BoundAction action) {
    return action.step() + " " + action.action();
  }

  private void action(BoundAction was, BoundAction is) {
    String step = "step " + was.step();
    same(
        Kind.ACTION,
        step + ": nodes that make the change",
        text(was.targets().voters()),
        text(is.targets().voters()));
    same(
        Kind.ACTION,
        step + ": nodes that protect themselves",
        text(was.targets().soft()),
        text(is.targets().soft()));
    if (approved.before().match() == BeforeImage.Match.SAME) {
      same(
          Kind.ACTION,
          step + ": things that it touches",
          text(was.targets().things()),
          text(is.targets().things()));
    }
    same(Kind.ACTION, step + ": commands", text(was.commands()), text(is.commands()));
    noMore(Kind.ACTION, step + ": undo", was.notUndone(), is.notUndone());
  }

  static String text(List<String> lines) {
    return lines.isEmpty() ? NOTHING : String.join("; ", lines);
  }

  /** A rule that came since may refuse the plan, and so does no harm. */
  private void rules() {
    pairs(approved.rules().added(), now.rules().added(), BoundRules.Added::rule)
        .forEach(
            (rule, pair) ->
                pair.was()
                    .ifPresent(
                        was ->
                            same(
                                Kind.RULE,
                                "rule " + rule + ": digest of its text",
                                was.digest(),
                                pair.is().map(BoundRules.Added::digest).orElse("without it"))));
  }

  private void waivers() {
    Map<String, BoundWaiver> were =
        approved.rules().waivers().stream()
            .collect(Collectors.toMap(BoundWaiver::rule, each -> each, (one, same) -> one));
    for (BoundWaiver waiver : now.rules().waivers()) {
      String rule = "rule " + waiver.rule();
      BoundWaiver was = were.get(waiver.rule());
      if (was == null) {
        add(Kind.RULE, rule, "in force", "set aside");
        continue;
      }
      same(Kind.RULE, rule + ", set aside: digest of its text", was.digest(), waiver.digest());
      waiver.items().forEach(item -> item(rule, was, item));
    }
  }

  private void item(String rule, BoundWaiver was, BoundWaiver.Item item) {
    List<BoundWaiver.Item> there =
        was.items().stream().filter(each -> each.place().equals(item.place())).toList();
    if (there.isEmpty()) {
      add(Kind.RULE, rule + ", " + item.place(), "in force", "set aside");
      return;
    }
    noMore(
        Kind.RULE,
        rule + ", " + item.place(),
        there.stream().flatMap(each -> each.parts().stream()).toList(),
        item.parts());
  }

  /**
   * The same thing then and now.
   *
   * @param <T> what it is
   */
  record Pair<T>(Optional<T> was, Optional<T> is) {
    boolean isEqual() {
      return Objects.equals(was, is);
    }
  }

  /** Things by name, those that are approved or are now. */
  static <T> Map<String, Pair<T>> pairs(List<T> were, List<T> are, Function<T, String> name) {
    Map<String, Pair<T>> pairs = new LinkedHashMap<>();
    TreeSet<String> names = new TreeSet<>(were.stream().map(name).toList());
    are.forEach(each -> names.add(name.apply(each)));
    for (String each : names) {
      pairs.put(each, new Pair<>(named(were, name, each), named(are, name, each)));
    }
    return pairs;
  }

  private static <T> Optional<T> named(List<T> things, Function<T, String> name, String wanted) {
    return things.stream().filter(each -> name.apply(each).equals(wanted)).findFirst();
  }
}
