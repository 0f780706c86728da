package io.safeops.cli.command;

import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.Json;
import io.safeops.policy.PolicySet;
import io.safeops.review.policytest.CaseResult;
import io.safeops.review.policytest.PolicyTests;
import io.safeops.review.policytest.UntestedRule;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops policy test}: whether the rules refuse what they should, and nothing else. */
@Command(
    name = "test",
    description = {
      "Ask the rules about the cases beside them: policies/tests, and DIR/tests.",
      "Exit 0: all as expected. 3: not so, or a rule has no case that it refuses or lets pass."
    },
    mixinStandardHelpOptions = true)
final class PolicyTestCommand implements Callable<Integer> {

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PolicySet rules = policies.rules();
    PolicyTests tests = PolicyTests.load(rules, policies.directories());
    List<CaseResult> results = tests.run();
    List<UntestedRule> untested = tests.untested();
    List<CaseResult> failed = results.stream().filter(each -> !each.isAsExpected()).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (format.isJson()) {
      out.println(Json.line(json(rules, results, untested)));
    } else {
      failed.forEach(each -> failure(each, out));
      untested.forEach(
          each -> out.println("UNTESTED " + each.at() + ": " + each.rule() + ": " + each.lacks()));
      out.printf(
          "%d rules, %d cases: %s%n",
          rules.rules().size(),
          results.size(),
          failed.isEmpty() ? "all as expected" : failed.size() + " not as expected");
    }
    return failed.isEmpty() && untested.isEmpty() ? Exit.OK : Exit.REFUSED;
  }

  private static void failure(CaseResult result, PrintWriter out) {
    out.println("FAILED " + result.at() + ": " + result.name());
    result.failures().forEach(line -> out.println("      " + line));
  }

  private static Map<String, Object> json(
      PolicySet rules, List<CaseResult> results, List<UntestedRule> untested) {
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
    all.put("rules", rules.rules().size());
    all.put("cases", cases);
    all.put("untested", lacking);
    return all;
  }
}
