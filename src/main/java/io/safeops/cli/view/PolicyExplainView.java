package io.safeops.cli.view;

import io.safeops.expression.Expression;
import io.safeops.policy.Rule;
import java.util.Map;

/**
 * Shows all there is to know of one rule: {@code policy explain}.
 *
 * <p>JSON: one object with what {@link PolicyListView} shows of a rule and {@code source}, {@code
 * file}, {@code each}, {@code when}, {@code expression}, {@code unless}, {@code growsWith}, {@code
 * message} and {@code playbooks}; a text is empty where the rule does not have it.
 */
public sealed interface PolicyExplainView {

  static PolicyExplainView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  void show(Rule rule);

  private static String folded(Expression expression) {
    return expression.text().strip().replaceAll("\\s+", " ");
  }

  /** For people. */
  record Text(Output output) implements PolicyExplainView {
    @Override
    public void show(Rule rule) {
      output.line(rule.id().value() + "  (" + rule.id().at() + ")");
      line("guards against", RuleSummary.about(rule));
      line("source", rule.source().isEmpty() ? "not given" : rule.source());
      line("a violation", severity(rule));
      line("set aside by", waive(rule));
      line("checked for", folded(rule.each()));
      rule.when().ifPresent(when -> line("when", folded(when)));
      line("must be true", folded(rule.expression()));
      rule.unless().ifPresent(cause -> line("ignored if", folded(cause)));
      rule.growsWith().ifPresent(more -> line("made worse by", folded(more)));
      line("message", rule.message().text());
      line(
          "repaired by",
          rule.playbooks().isEmpty()
              ? "no playbook of safeops"
              : "safeops apply " + String.join(", or safeops apply ", rule.playbooks()));
    }

    private void line(String name, String text) {
      output.line("  %-15s %s".formatted(name, text));
    }

    private static String severity(Rule rule) {
      return switch (rule.severity()) {
        case DENY ->
            rule.isAboutPlan()
                ? "refuses the plan"
                : "refuses a plan that adds one"
                    + (rule.growsWith().isPresent() ? ", or makes one worse" : "");
        case WARN -> "is a warning and refuses nothing";
      };
    }

    private static String waive(Rule rule) {
      return switch (rule.waive()) {
        case NEVER -> "nobody";
        case APPROVAL ->
            "the signer of the plan's approval"
                + (rule.isOperators()
                    ? "; while there are no approvals, the operator: " + words(rule)
                    : "");
        case OPERATOR -> "the operator: " + words(rule);
      };
    }

    private static String words(Rule rule) {
      return "--waive " + rule.id().value() + " --because \"...\"";
    }
  }

  /** For programs. */
  record Json(Output output) implements PolicyExplainView {
    @Override
    public void show(Rule rule) {
      Map<String, Object> all = RuleSummary.json(rule);
      all.put("source", rule.source());
      all.put("file", rule.id().at().toString());
      all.put("each", folded(rule.each()));
      all.put("when", rule.when().map(PolicyExplainView::folded).orElse(""));
      all.put("expression", folded(rule.expression()));
      all.put("unless", rule.unless().map(PolicyExplainView::folded).orElse(""));
      all.put("growsWith", rule.growsWith().map(PolicyExplainView::folded).orElse(""));
      all.put("message", rule.message().text());
      all.put("playbooks", rule.playbooks());
      output.json(all);
    }
  }
}
