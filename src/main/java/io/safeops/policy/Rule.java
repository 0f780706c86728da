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
 * One rule: what must be true of each item.
 *
 * @param id {@code policy/name}, where it is defined
 * @param each which items
 * @param when of which items it is asked; of all if it does not say
 * @param expression what must be true of {@code it}
 * @param unless what a violation follows from, where another rule finds that: then it is not said,
 *     but it is known, and a plan that mends the cause does not add it
 * @param meanwhile who may set it aside as long as nobody can approve anything, where that is not
 *     {@code waive}
 * @param about what it guards against, in one line; empty if it does not say
 * @param key what makes two violations of one item the same one, beside the item itself
 * @param growsWith what a violation is of, one text each: with one more of these it is worse than
 *     it was, and a step that adds one is refused though the violation was there before
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
    String about,
    String source) {

  /** In the message of every violation that is none of the rule's own. */
  public static final String NO_ANSWER = "the rule gave no answer, which counts as no: ";

  public Rule {
    remedies = List.copyOf(remedies);
  }

  /** The playbooks that mend its violations, each once. */
  public List<String> playbooks() {
    return remedies.stream().map(RemedyTemplate::plan).distinct().toList();
  }

  /** Whether whoever types the command may set it aside, with a reason. */
  public boolean isOperators() {
    return waive == WaiverLevel.OPERATOR || meanwhile.equals(Optional.of(WaiverLevel.OPERATOR));
  }

  /** Whether it asks about a plan; the others are about the cluster alone. */
  public boolean isAboutPlan() {
    Stream<Expression> conditions =
        Stream.of(Stream.of(each, expression), when.stream(), unless.stream(), growsWith.stream())
            .flatMap(part -> part);
    return Stream.concat(conditions, message.expressions().stream())
        .anyMatch(part -> part.uses("plan"));
  }

  /**
   * Asks the rule of every item.
   *
   * @param variables {@code cluster}, and {@code plan} for a rule about plans
   * @param budget what it may take; where it takes more, nothing is said of any item
   */
  public List<Violation> evaluate(Map<String, ?> variables, EvaluationBudget budget) {
    List<Violation> found = new ArrayList<>();
    ItemKey keys = new ItemKey();
    try {
      for (Object item : each.list(variables, budget)) {
        Map<String, Object> known = new HashMap<>(variables);
        known.put("it", item);
        ask(keys.of(item), known, budget).ifPresent(found::add);
        if (budget.spent().isPresent()) {
          break;
        }
      }
    } catch (EvaluationException e) {
      found.add(unanswered("*", "*: " + NO_ANSWER + e.reason()));
    }
    return budget.spent().map(this::ranOut).map(List::of).orElse(found);
  }

  /** What it found before is left out: how far it came says nothing of a plan. */
  private Violation ranOut(String spent) {
    return unanswered(
        "*",
        NO_ANSWER
            + "it "
            + spent
            + ". This is a fault of the rule ("
            + id.at()
            + "), not of the plan or the cluster: it asks something of every pair. Look things up"
            + " by their names there, as cluster.nodesNamed(it.node)");
  }

  private Optional<Violation> ask(String key, Map<String, ?> variables, EvaluationBudget budget) {
    try {
      boolean asked = when.isEmpty() || when.get().test(variables, budget);
      if (!asked || expression.test(variables, budget)) {
        return Optional.empty();
      }
      boolean said = unless.isEmpty() || !unless.get().test(variables, budget);
      return Optional.of(violation(key, said, variables, budget));
    } catch (EvaluationException e) {
      return Optional.of(unanswered(key, key + ": " + NO_ANSWER + e.reason()));
    }
  }

  private Violation violation(
      String item, boolean said, Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    String more = this.key.isPresent() ? " " + this.key.get().render(variables, budget) : "";
    List<String> extent = new ArrayList<>();
    if (growsWith.isPresent()) {
      growsWith.get().list(variables, budget).forEach(one -> extent.add(String.valueOf(one)));
    }
    return Violation.builder(id.value(), item + more)
        .extent(extent)
        // Folded YAML keeps the breaks of lines that are indented further.
        .message(message.render(variables, budget).strip().replaceAll("\\s+", " "))
        .severity(severity)
        .waive(waive)
        .remedies(rendered(variables, budget))
        .trace(expression.explain(variables, budget))
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

  /** A rule that gives no answer refuses, whatever its severity. */
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
    private String about = "";
    private String source = "";

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

    public Builder about(String newAbout) {
      about = newAbout;
      return this;
    }

    public Builder source(String newSource) {
      source = newSource;
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
          about,
          source);
    }
  }
}
