package io.safeops.cli.view;

import io.safeops.policy.Rule;
import java.util.List;

/**
 * Shows the rules, one line each: {@code policy list}.
 *
 * <p>JSON: one array with an object for each rule, {@code {"id", "severity", "waive", "about"}},
 * and {@code "meanwhile"} where the rule says who may set it aside while there are no approvals.
 */
public sealed interface PolicyListView {

  static PolicyListView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  void show(List<Rule> rules);

  /** For people. */
  record Text(Output output) implements PolicyListView {
    @Override
    public void show(List<Rule> rules) {
      int widest = rules.stream().mapToInt(rule -> rule.id().value().length()).max().orElse(0);
      for (Rule rule : rules) {
        output.line(
            ("%-" + widest + "s  %-4s  %-8s  %s")
                .formatted(
                    rule.id().value(),
                    RuleSummary.word(rule.severity()),
                    RuleSummary.word(rule.waive()),
                    RuleSummary.about(rule)));
      }
    }
  }

  /** For programs. */
  record Json(Output output) implements PolicyListView {
    @Override
    public void show(List<Rule> rules) {
      output.json(rules.stream().map(RuleSummary::json).toList());
    }
  }
}
