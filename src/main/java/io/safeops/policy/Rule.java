package io.safeops.policy;

import io.safeops.document.Located;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.expression.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A rule, which says what must be true of each item.
 *
 * @param id {@code policy/name}, with the place where it is defined
 * @param each the items that it judges
 * @param when the condition that selects items; empty to judge all
 * @param expression what must be true of {@code it}
 * @param unless the condition under which a violation follows from what another rule finds. Then it
 *     is not reported, but it is known, so that a plan that mends the cause does not add it
 * @param meanwhile who may set it aside as long as approvals do not exist yet, if that differs from
 *     {@code waive}
 * @param about what it guards against, in one line; may be empty
 * @param key a value that tells violations of one item apart: two with the same item and key are
 *     the same one
 * @param onlyDoctor whether it judges the cluster as it is, and not what a step makes of it
 * @param digest of what its file says, in hex
 * @param growsWith the things that a violation consists of, one text each. With one more of them
 *     the violation is worse, and a step that adds one is refused although the violation was there
 *     before
 */
public record Rule(
    Located<String> id,
    Expression each,
    Optional<Expression> when,
    Expression expression,
    Optional<Expression> unless,
    Optional<Template> key,
    Optional<Expression> growsWith,
    Template message,
    Severity severity,
    WaiverLevel waive,
    Optional<WaiverLevel> meanwhile,
    List<RemedyTemplate> remedies,
    boolean onlyDoctor,
    String about,
    String source,
    String digest) {

  /** A text in every message that says that a rule could not be evaluated. */
  public static final String NO_ANSWER = "the rule gave no answer, which counts as no: ";

  public Rule {
    remedies = List.copyOf(remedies);
  }

  /** The names of the playbooks that mend its violations, each once. */
  public List<String> playbooks() {
    return remedies.stream().map(RemedyTemplate::plan).distinct().toList();
  }

  /** Whether the operator may set it aside with a reason. */
  public boolean isOperators() {
    return waive == WaiverLevel.OPERATOR || meanwhile.equals(Optional.of(WaiverLevel.OPERATOR));
  }

  /** Whether it asks about a plan; the others are about the cluster alone. */
  public boolean isAboutPlan() {
    return uses("plan");
  }

  /** Whether it asks about what a change makes of paths. */
  public boolean isAboutChange() {
    return uses("change");
  }

  /** Whether it asks about the cluster alone. */
  public boolean isAboutCluster() {
    return !isAboutPlan() && !isAboutChange();
  }

  private boolean uses(String variable) {
    Stream<Expression> conditions =
        Stream.of(Stream.of(each, expression), when.stream(), unless.stream(), growsWith.stream())
            .flatMap(part -> part);
    return Stream.concat(conditions, message.expressions().stream())
        .anyMatch(part -> part.uses(variable));
  }

  /**
   * Evaluates the rule for every item.
   *
   * @param variables {@code cluster}, and {@code plan} for a rule about plans
   * @param budget what the evaluation may cost; above it, the result says nothing about any item
   */
  public List<Violation> evaluate(Map<String, ?> variables, EvaluationBudget budget) {
    List<Violation> found = new ArrayList<>();
    ItemKey keys = new ItemKey();
    try {
      for (Object item : each.list(variables, budget)) {
        Map<String, Object> known = new HashMap<>(variables);
        known.put("it", item);
        ask(item, keys.of(item), known, budget).ifPresent(found::add);
        if (budget.spent().isPresent()) {
          break;
        }
      }
    } catch (EvaluationException e) {
      found.add(unanswered("*", "*: " + NO_ANSWER + e.reason()));
    }
    return budget.spent().map(this::ranOut).map(List::of).orElse(found);
  }

  /**
   * The items that it judged before do not count, because how far it came says nothing about the
   * plan.
   */
  private Violation ranOut(String spent) {
    return unanswered(
        "*",
        NO_ANSWER
            + "it "
            + spent
            + ". This is a fault of the rule ("
            + id.at()
            + "), not of the plan or the cluster: it compares every pair of items. Look items up"
            + " by name in it, as cluster.nodesNamed(it.node)");
  }

  private Optional<Violation> ask(
      Object item, String key, Map<String, ?> variables, EvaluationBudget budget) {
    try {
      boolean asked = when.isEmpty() || when.get().test(variables, budget);
      if (!asked || expression.test(variables, budget)) {
        return Optional.empty();
      }
      boolean said = unless.isEmpty() || !unless.get().test(variables, budget);
      return Optional.of(violation(item, key, said, variables, budget));
    } catch (EvaluationException e) {
      return Optional.of(
          unanswered(key, key + ": " + NO_ANSWER + e.reason()).toBuilder()
              .evidence(Evidence.of(item, List.of(), List.of()))
              .build());
    }
  }

  private Violation violation(
      Object judged, String item, boolean said, Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    String more = this.key.isPresent() ? " " + this.key.get().render(variables, budget) : "";
    List<String> extent = new ArrayList<>();
    if (growsWith.isPresent()) {
      growsWith.get().list(variables, budget).forEach(one -> extent.add(String.valueOf(one)));
    }
    List<String> trace = expression.explain(variables, budget);
    return Violation.builder(id.value(), item + more)
        .extent(extent)
        // Folded YAML keeps the breaks of lines that are indented further.
        .message(message.render(variables, budget).strip().replaceAll("\\s+", " "))
        .severity(severity)
        .waive(waive)
        .remedies(rendered(variables, budget))
        .trace(trace)
        .evidence(Evidence.of(judged, extent, trace))
        .source(source)
        .answered(true)
        .said(said)
        .build();
  }

  private List<Remedy> rendered(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    List<Remedy> rendered = new ArrayList<>();
    for (RemedyTemplate remedy : remedies) {
      rendered.addAll(remedy.render(variables, budget));
    }
    return rendered;
  }

  /** A rule that gives no answer refuses the plan, whatever its severity. */
  private Violation unanswered(String key, String message) {
    return Violation.builder(id.value(), key)
        .message(message)
        .waive(severity == Severity.WARN ? WaiverLevel.OPERATOR : waive)
        .source(source)
        .said(true)
        .build();
  }

  /** A rule by its parts; unless it says otherwise, it denies and nobody may set it aside. */
  public static Builder builder(
      Located<String> id, Expression each, Expression expression, Template message) {
    return new Builder(id, each, expression, message);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final Located<String> id;
    private final Expression each;
    private Optional<Expression> when = Optional.empty();
    private final Expression expression;
    private Optional<Expression> unless = Optional.empty();
    private Optional<Template> key = Optional.empty();
    private Optional<Expression> growsWith = Optional.empty();
    private final Template message;
    private Severity severity = Severity.DENY;
    private WaiverLevel waive = WaiverLevel.NEVER;
    private Optional<WaiverLevel> meanwhile = Optional.empty();
    private List<RemedyTemplate> remedies = List.of();
    private boolean onlyDoctor;
    private String about = "";
    private String source = "";
    private String digest = "";

    private Builder(Located<String> id, Expression each, Expression expression, Template message) {
      this.id = id;
      this.each = each;
      this.expression = expression;
      this.message = message;
    }

    public Builder when(Optional<Expression> newWhen) {
      when = newWhen;
      return this;
    }

    public Builder unless(Optional<Expression> newUnless) {
      unless = newUnless;
      return this;
    }

    public Builder key(Optional<Template> newKey) {
      key = newKey;
      return this;
    }

    public Builder growsWith(Optional<Expression> newGrowsWith) {
      growsWith = newGrowsWith;
      return this;
    }

    public Builder severity(Severity newSeverity) {
      severity = newSeverity;
      return this;
    }

    public Builder waive(WaiverLevel newWaive) {
      waive = newWaive;
      return this;
    }

    public Builder meanwhile(Optional<WaiverLevel> newMeanwhile) {
      meanwhile = newMeanwhile;
      return this;
    }

    public Builder remedies(List<RemedyTemplate> newRemedies) {
      remedies = newRemedies;
      return this;
    }

    public Builder onlyDoctor(boolean newOnlyDoctor) {
      onlyDoctor = newOnlyDoctor;
      return this;
    }

    public Builder about(String newAbout) {
      about = newAbout;
      return this;
    }

    public Builder source(String newSource) {
      source = newSource;
      return this;
    }

    public Builder digest(String newDigest) {
      digest = newDigest;
      return this;
    }

    public Rule build() {
      return new Rule(
          id,
          each,
          when,
          expression,
          unless,
          key,
          growsWith,
          message,
          severity,
          waive,
          meanwhile,
          remedies,
          onlyDoctor,
          about,
          source,
          digest);
    }
  }
}
