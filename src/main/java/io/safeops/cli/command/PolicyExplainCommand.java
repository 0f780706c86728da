package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.PolicyExplainView;
import io.safeops.document.NearestName;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code safeops policy explain RULE}: explains one rule. */
@Command(
    name = "explain",
    description = "Say what a rule guards against, where it comes from and what mends a violation.",
    mixinStandardHelpOptions = true)
final class PolicyExplainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RULE",
      description = "The id of the rule; `safeops policy list` shows all of them.")
  private String id = "";

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    PolicySet rules = policies.rules();
    List<String> known = rules.rules().stream().map(each -> each.id().value()).toList();
    Rule rule =
        rules
            .rule(id)
            .orElseThrow(
                () -> new BadInput("there is no rule `" + id + "`" + NearestName.hint(id, known)));
    PolicyExplainView.of(format).show(rule);
    return Exit.OK;
  }
}
