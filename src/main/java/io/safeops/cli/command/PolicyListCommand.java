package io.safeops.cli.command;

import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.Json;
import io.safeops.policy.Rule;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops policy list}: a line for each rule. */
@Command(
    name = "list",
    description = "List the rules: what a violation does, who may set it aside, what it is about.",
    mixinStandardHelpOptions = true)
final class PolicyListCommand implements Callable<Integer> {

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Rule> rules =
        policies.rules().rules().stream()
            .sorted(Comparator.comparing(rule -> rule.id().value()))
            .toList();
    if (format.isJson()) {
      out.println(Json.line(rules.stream().map(PolicyOptions::line).toList()));
      return Exit.OK;
    }
    int widest = rules.stream().mapToInt(rule -> rule.id().value().length()).max().orElse(0);
    for (Rule rule : rules) {
      out.printf(
          "%-" + widest + "s  %-4s  %-8s  %s%n",
          rule.id().value(),
          PolicyOptions.word(rule.severity()),
          PolicyOptions.word(rule.waive()),
          PolicyOptions.about(rule));
    }
    return Exit.OK;
  }
}
