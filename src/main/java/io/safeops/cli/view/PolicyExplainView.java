package io.safeops.cli.view;

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

  /** For people. */
  record Text(Output output) implements PolicyExplainView {
    @Override
    public void show(Rule rule) {
      output.line(rule.id().value() + "  (" + rule.id().at() + ")");
      line("guards against", RuleSummary.about(rule));
      line("source", rule.source().isEmpty() ? "not given" : rule.source());
      line("a violation", RuleSummary.severity(rule));
      line("set aside by", RuleSummary.waive(rule));
      line("checked for", RuleSummary.folded(rule.each()));
      rule.when().ifPresent(when -> line("when", RuleSummary.folded(when)));
      line("must be true", RuleSummary.folded(rule.expression()));
      rule.unless().ifPresent(cause -> line("ignored if", RuleSummary.folded(cause)));
      rule.growsWith().ifPresent(more -> line("made worse by", RuleSummary.folded(more)));
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
  }

  /** For programs. */
  record Json(Output output) implements PolicyExplainView {
    @Override
    public void show(Rule rule) {
      Map<String, Object> all = RuleSummary.json(rule);
      all.put("source", rule.source());
      all.put("file", rule.id().at().toString());
      all.put("each", RuleSummary.folded(rule.each()));
      all.put("when", rule.when().map(RuleSummary::folded).orElse(""));
      all.put("expression", RuleSummary.folded(rule.expression()));
      all.put("unless", rule.unless().map(RuleSummary::folded).orElse(""));
      all.put("growsWith", rule.growsWith().map(RuleSummary::folded).orElse(""));
      all.put("message", rule.message().text());
      all.put("playbooks", rule.playbooks());
      output.json(all);
    }
  }
}
