package io.safeops.cli.view;

import io.safeops.expression.Expression;
import io.safeops.policy.Rule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What every view of rules says of one, and the reference. */
public final class RuleSummary {

  private RuleSummary() {}

  /** What it guards against, in one line: what its author says, else the message of the rule. */
  public static String about(Rule rule) {
    return rule.about().isEmpty() ? rule.message().text() : rule.about();
  }

  /** What a violation does. */
  public static String severity(Rule rule) {
    return switch (rule.severity()) {
      case DENY ->
          rule.isAboutPlan()
              ? "refuses the plan"
              : "refuses a plan that adds one"
                  + (rule.growsWith().isPresent() ? ", or makes one worse" : "");
      case WARN -> "is a warning and refuses nothing";
    };
  }

  /** Who may set it aside. */
  public static String waive(Rule rule) {
    return switch (rule.waive()) {
      case NEVER -> "nobody";
      case APPROVAL ->
          rule.isOperators()
              ? "an approval. Nobody can give one yet; until then the operator: " + words(rule)
              : "nobody yet: it takes an approval, and nobody can give one yet";
      case OPERATOR -> "the operator: " + words(rule);
    };
  }

  private static String words(Rule rule) {
    return "--waive " + rule.id().value() + " --because \"...\"";
  }

  /** An expression on one line. */
  public static String folded(Expression expression) {
    return expression.text().strip().replaceAll("\\s+", " ");
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
