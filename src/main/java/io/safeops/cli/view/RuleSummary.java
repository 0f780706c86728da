package io.safeops.cli.view;

import io.safeops.policy.Rule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What every view of rules says of one. */
final class RuleSummary {

  private RuleSummary() {}

  /** What it guards against, in one line: what its author says, else the message of the rule. */
  static String about(Rule rule) {
    return rule.about().isEmpty() ? rule.message().text() : rule.about();
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static Map<String, Object> json(Rule rule) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", rule.id().value());
    line.put("severity", word(rule.severity()));
    line.put("waive", word(rule.waive()));
    rule.meanwhile().ifPresent(who -> line.put("meanwhile", word(who)));
    line.put("about", about(rule));
    return line;
  }
}
