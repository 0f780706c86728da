package io.safeops.cli.reference;

import io.safeops.cli.view.RuleSummary;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.expression.Expression;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A page for each policy, with a section for each of its rules. */
final class RulePages {

  private RulePages() {}

  static Map<String, String> of(PolicySet rules) {
    Map<String, String> descriptions = descriptions();
    Map<String, String> pages = new TreeMap<>();
    descriptions.forEach(
        (name, description) ->
            pages.put(name + ".md", page(name, description, rules.ofPolicy(name).rules())));
    return pages;
  }

  /** What each policy says of itself. */
  private static Map<String, String> descriptions() {
    Map<String, String> descriptions = new TreeMap<>();
    try {
      BuiltInFiles.policies()
          .forEach(
              file -> {
                Mapping metadata =
                    (Mapping) ((Mapping) file).entry("metadata").orElseThrow().value();
                descriptions.put(
                    text(metadata, "name").orElseThrow(), text(metadata, "description").orElse(""));
              });
      return descriptions;
    } catch (DocumentException e) {
      throw new IllegalStateException("the built-in policies do not load", e);
    }
  }

  private static Optional<String> text(Mapping map, String key) {
    return map.entry(key)
        .map(entry -> entry.value())
        .filter(Scalar.class::isInstance)
        .map(value -> ((Scalar) value).text());
  }

  private static String page(String name, String description, List<Rule> rules) {
    Page page = new Page().heading(1, name).paragraph(description);
    page.markdown("These rules are in `policies/" + name + ".yaml`.");
    for (Rule rule : rules) {
      section(rule, page);
    }
    return page.markdown("All: " + Page.link("index", "../README.md") + ".").toString();
  }

  private static void section(Rule rule, Page page) {
    page.heading(2, rule.id().value());
    page.table(
        List.of("", ""),
        List.of(
            List.of("guards against", Page.escaped(RuleSummary.about(rule))),
            List.of("a violation", Page.escaped(RuleSummary.severity(rule))),
            List.of("set aside by", Page.escaped(RuleSummary.waive(rule))),
            List.of("source", Page.escaped(rule.source().isEmpty() ? "not given" : rule.source())),
            List.of("repaired by", playbooks(rule))));
    page.paragraph("Message:").code("text", rule.message().text());
    StringBuilder condition = new StringBuilder();
    line(condition, "checked for", Optional.of(rule.each()));
    line(condition, "when", rule.when());
    line(condition, "must be true", Optional.of(rule.expression()));
    line(condition, "ignored if", rule.unless());
    line(condition, "made worse by", rule.growsWith());
    page.paragraph("Condition:").code("text", condition.toString());
  }

  private static void line(StringBuilder all, String name, Optional<Expression> expression) {
    expression.ifPresent(
        each ->
            all.append("%-14s %s%n".formatted(name, RuleSummary.folded(each)).replace("\r", "")));
  }

  private static String playbooks(Rule rule) {
    return rule.playbooks().isEmpty()
        ? "no playbook of safeops"
        : String.join(
            ", ",
            rule.playbooks().stream()
                .map(name -> Page.link(Page.code(name), "../playbooks/" + name + ".md"))
                .toList());
  }
}
