package io.safeops.cli.report;

import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.Review;
import io.safeops.review.Verdict;
import java.util.List;

/** Every rule with its verdict on a plan, and the evidence of those that do not hold. */
final class RuleTable {

  private RuleTable() {}

  static String of(Review review, PolicySet rules) {
    StringBuilder text = new StringBuilder();
    for (Rule rule : rules.rules()) {
      if (rule.onlyDoctor()) {
        continue;
      }
      String id = rule.id().value();
      List<Verdict> verdicts =
          review.allVerdicts().stream().filter(each -> each.rule().equals(id)).toList();
      text.append(verdicts.isEmpty() ? "holds    " : "violated ").append(id);
      text.append(rule.about().isEmpty() ? "" : ": " + rule.about()).append('\n');
      for (Verdict verdict : verdicts) {
        text.append("  ")
            .append(verdict.ruling())
            .append(verdict.step().isEmpty() ? "" : " (" + verdict.step() + ")")
            .append(": ")
            .append(verdict.message().replace('\n', ' '))
            .append('\n');
        if (!verdict.trace().isEmpty()) {
          text.append("    because ").append(verdict.trace().replace('\n', ' ')).append('\n');
        }
      }
    }
    return text.toString();
  }
}
