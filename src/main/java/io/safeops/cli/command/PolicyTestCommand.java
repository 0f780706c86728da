package io.safeops.cli.command;

import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.PolicyTestView;
import io.safeops.policy.PolicySet;
import io.safeops.review.policytest.CaseResult;
import io.safeops.review.policytest.PolicyTests;
import io.safeops.review.policytest.UntestedRule;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops policy test}: tests whether the rules refuse what they should, and no more. */
@Command(
    name = "test",
    description = {
      "Run the test cases of the rules: policies/tests and DIR/tests.",
      "Exit 0: all cases are as expected, and each rule has one that it refuses and one that passes.",
      "3: some are not."
    },
    mixinStandardHelpOptions = true)
final class PolicyTestCommand implements Callable<Integer> {

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    PolicySet rules = policies.rules();
    PolicyTests tests = PolicyTests.load(rules, policies.directories());
    List<CaseResult> results = tests.run();
    List<UntestedRule> untested = tests.untested();
    PolicyTestView.of(format).show(rules.rules().size(), results, untested);
    boolean isAsExpected = results.stream().allMatch(CaseResult::isAsExpected);
    return isAsExpected && untested.isEmpty() ? Exit.OK : Exit.REFUSED;
  }
}
