package io.safeops.cli.command;

import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.PolicyListView;
import io.safeops.policy.Rule;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops policy list}: lists the rules. */
@Command(
    name = "list",
    description =
        "List the rules: what a violation does, who may set the rule aside, what it is about.",
    mixinStandardHelpOptions = true)
final class PolicyListCommand implements Callable<Integer> {

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    List<Rule> rules =
        policies.rules().rules().stream()
            .sorted(Comparator.comparing(rule -> rule.id().value()))
            .toList();
    PolicyListView.of(format).show(rules);
    return Exit.OK;
  }
}
