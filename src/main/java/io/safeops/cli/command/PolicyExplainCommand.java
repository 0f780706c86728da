package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.Json;
import io.safeops.document.NearestName;
import io.safeops.expression.Expression;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code safeops policy explain RULE}: all there is to know of one rule. */
@Command(
    name = "explain",
    description = "Say what a rule guards against, where it comes from, and what mends it.",
    mixinStandardHelpOptions = true)
final class PolicyExplainCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RULE", description = "Its id, as `safeops policy list` shows it.")
  private String id = "";

  @Mixin private PolicyOptions policies;
  @Mixin private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PolicySet rules = policies.rules();
    List<String> known = rules.rules().stream().map(each -> each.id().value()).toList();
    Rule rule =
        rules
            .rule(id)
            .orElseThrow(
                () -> new BadInput("there is no rule `" + id + "`" + NearestName.hint(id, known)));
    PrintWriter out = spec.commandLine().getOut();
    if (format.isJson()) {
      out.println(Json.line(json(rule)));
    } else {
      text(rule, out);
    }
    return Exit.OK;
  }

  private static void text(Rule rule, PrintWriter out) {
    out.println(rule.id().value() + "  (" + rule.id().at() + ")");
    line("guards against", PolicyOptions.about(rule), out);
    line("source", rule.source().isEmpty() ? "its author does not say" : rule.source(), out);
    line("a violation", severity(rule), out);
    line("set aside by", waive(rule), out);
    line("asked of each", folded(rule.each()), out);
    rule.when().ifPresent(when -> line("when", folded(when), out));
    line("must be true", folded(rule.expression()), out);
    rule.unless().ifPresent(cause -> line("not said if", folded(cause), out));
    rule.growsWith().ifPresent(more -> line("worse by each", folded(more), out));
    line("it says", rule.message().text(), out);
    line(
        "mended by",
        rule.playbooks().isEmpty()
            ? "nothing that safeops knows"
            : "safeops apply " + String.join(", or safeops apply ", rule.playbooks()),
        out);
  }

  private static void line(String name, String text, PrintWriter out) {
    out.printf("  %-15s %s%n", name, text);
  }

  private static String severity(Rule rule) {
    return switch (rule.severity()) {
      case DENY ->
          rule.isAboutPlan()
              ? "refuses the plan"
              : "refuses a plan that adds one"
                  + (rule.growsWith().isPresent() ? ", or makes one worse" : "");
      case WARN -> "is said, and refuses nothing";
    };
  }

  private static String waive(Rule rule) {
    return switch (rule.waive()) {
      case NEVER -> "nobody";
      case APPROVAL ->
          "whoever signs the approval of a plan"
              + (rule.isOperators()
                  ? "; as long as there are none, the operator: " + words(rule)
                  : "");
      case OPERATOR -> "the operator: " + words(rule);
    };
  }

  private static String words(Rule rule) {
    return "--waive " + rule.id().value() + " --because \"...\"";
  }

  private static String folded(Expression expression) {
    return expression.text().strip().replaceAll("\\s+", " ");
  }

  private static Map<String, Object> json(Rule rule) {
    Map<String, Object> all = PolicyOptions.line(rule);
    all.put("source", rule.source());
    all.put("file", rule.id().at().toString());
    all.put("each", folded(rule.each()));
    all.put("when", rule.when().map(PolicyExplainCommand::folded).orElse(""));
    all.put("expression", folded(rule.expression()));
    all.put("unless", rule.unless().map(PolicyExplainCommand::folded).orElse(""));
    all.put("growsWith", rule.growsWith().map(PolicyExplainCommand::folded).orElse(""));
    all.put("message", rule.message().text());
    all.put("playbooks", rule.playbooks());
    return all;
  }
}
