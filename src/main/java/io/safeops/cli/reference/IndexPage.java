package io.safeops.cli.reference;

import io.safeops.action.registry.Actions;
import io.safeops.cli.view.RuleSummary;
import io.safeops.policy.PolicySet;
import java.util.List;

/** The page that leads to all others. */
final class IndexPage {

  private IndexPage() {}

  static String of(CommandForm safeops, List<Playbook> playbooks, PolicySet rules) {
    Page page = new Page().heading(1, "Reference");
    page.markdown(
        "All commands, actions, rules and playbooks of this version. The exit codes and the files are in "
            + Page.link("how safeops is built", "../architecture.md#exit-codes")
            + ".");
    page.heading(2, "Commands");
    page.table(
        List.of("command", "what it does"),
        safeops
            .all()
            .filter(command -> !command.equals(safeops))
            .map(
                each ->
                    List.of(
                        Page.link(Page.code(each.name()), "commands/" + each.page() + ".md"),
                        Page.escaped(each.inShort())))
            .toList());
    page.markdown(
        "`safeops lab` and `safeops demo` are scripts beside them: "
            + Page.link("the lab", "../lab.md")
            + ".");
    page.heading(2, "Actions");
    page.table(
        List.of("action", "what it does", "arguments"),
        Actions.names().stream().map(IndexPage::action).toList());
    page.heading(2, "Playbooks");
    page.table(
        List.of("playbook", "what it does"),
        playbooks.stream()
            .map(
                each ->
                    List.of(
                        Page.link(Page.code(each.name()), "playbooks/" + each.name() + ".md"),
                        Page.escaped(each.inShort())))
            .toList());
    page.heading(2, "Rules");
    page.table(
        List.of("rule", "guards against", "a violation"),
        rules.rules().stream()
            .map(
                rule -> {
                  String id = rule.id().value();
                  String file = "rules/" + id.replaceFirst("/.*", "") + ".md#" + Page.anchor(id);
                  return List.of(
                      Page.link(Page.code(id), file),
                      Page.escaped(RuleSummary.about(rule)),
                      Page.escaped(RuleSummary.severity(rule)));
                })
            .toList());
    return page.toString();
  }

  private static List<String> action(String name) {
    List<String> arguments =
        ActionArgument.of(name).stream().map(each -> Page.code(each.name())).toList();
    return List.of(
        Page.link(Page.code(name), "actions/" + name + ".md"),
        Page.escaped(ActionArgument.aboutAction(name)),
        String.join(", ", arguments));
  }
}
