package io.safeops.cli.view;

import io.safeops.review.policytest.CaseResult;
import io.safeops.review.policytest.UntestedRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows whether the rules judge their test cases as these expect: {@code policy test}.
 *
 * <p>JSON: one object. {@code rules} is their number; {@code cases} has an object for each case,
 * {@code {"policy", "case", "at", "passed", "failures"}}; {@code untested} has one for each rule
 * that lacks a case, {@code {"rule", "at", "lacks"}}.
 */
public sealed interface PolicyTestView {

  static PolicyTestView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  /**
   * @param rules how many there are
   */
  void show(int rules, List<CaseResult> results, List<UntestedRule> untested);

  /** For people. */
  record Text(Output output) implements PolicyTestView {
    @Override
    public void show(int rules, List<CaseResult> results, List<UntestedRule> untested) {
      List<CaseResult> failed = results.stream().filter(each -> !each.isAsExpected()).toList();
      failed.forEach(this::failure);
      untested.forEach(
          each -> output.line("UNTESTED " + each.at() + ": " + each.rule() + ": " + each.lacks()));
      output.line(
          "%d rules, %d cases: %s"
              .formatted(
                  rules,
                  results.size(),
                  failed.isEmpty() ? "all as expected" : failed.size() + " not as expected"));
    }

    private void failure(CaseResult result) {
      output.line("FAILED " + result.at() + ": " + result.name());
      result.failures().forEach(line -> output.line("      " + line));
    }
  }

  /** For programs. */
  record Json(Output output) implements PolicyTestView {
    @Override
    public void show(int rules, List<CaseResult> results, List<UntestedRule> untested) {
      List<Map<String, Object>> cases = new ArrayList<>();
      for (CaseResult result : results) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("policy", result.policy());
        line.put("case", result.name());
        line.put("at", result.at().toString());
        line.put("passed", result.isAsExpected());
        line.put("failures", result.failures());
        cases.add(line);
      }
      List<Map<String, Object>> lacking = new ArrayList<>();
      for (UntestedRule rule : untested) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("rule", rule.rule());
        line.put("at", rule.at().toString());
        line.put("lacks", rule.lacks());
        lacking.add(line);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("rules", rules);
      all.put("cases", cases);
      all.put("untested", lacking);
      output.json(all);
    }
  }
}
