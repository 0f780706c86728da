package io.safeops.cli.reference;

import io.safeops.action.registry.Actions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A page for each action. */
final class ActionPages {

  private ActionPages() {}

  static Map<String, String> of(List<Playbook> playbooks) {
    Map<String, String> pages = new TreeMap<>();
    Actions.names().forEach(name -> pages.put(name + ".md", page(name, playbooks)));
    return pages;
  }

  private static String page(String name, List<Playbook> playbooks) {
    List<ActionArgument> arguments = ActionArgument.of(name);
    Page page = new Page().heading(1, name);
    page.paragraph(ActionArgument.aboutAction(name));
    page.heading(2, "Arguments");
    if (arguments.isEmpty()) {
      page.paragraph("None.");
    }
    page.table(titles(arguments), arguments.stream().map(each -> row(each, arguments)).toList());
    page.heading(2, "Undo").paragraph(undo(name, arguments));
    List<Playbook> using = using(name, playbooks);
    example(name, using)
        .ifPresent(
            step ->
                page.heading(2, "Example")
                    .markdown(
                        "From the playbook "
                            + link(using.get(0))
                            + ", whose parameters are written as `${NAME}`:")
                    .code("yaml", step.text()));
    if (using.size() > 1) {
      page.markdown(
          "Also in "
              + String.join(
                  ", ", using.subList(1, using.size()).stream().map(ActionPages::link).toList())
              + ".");
    }
    return page.markdown("All: " + Page.link("index", "../README.md") + ".").toString();
  }

  private static boolean isTyped(List<ActionArgument> arguments) {
    return arguments.stream().anyMatch(each -> !each.type().isEmpty());
  }

  private static List<String> titles(List<ActionArgument> arguments) {
    return isTyped(arguments)
        ? List.of("argument", "type", "required", "meaning")
        : List.of("argument", "required");
  }

  private static List<String> row(ActionArgument argument, List<ActionArgument> all) {
    List<String> row = new ArrayList<>(List.of(Page.code(argument.name())));
    if (isTyped(all)) {
      row.add(Page.escaped(argument.type()));
    }
    row.add(argument.required() ? "yes" : "no");
    if (isTyped(all)) {
      row.add(Page.escaped(argument.about()));
    }
    return row;
  }

  private static String undo(String name, List<ActionArgument> arguments) {
    if (arguments.stream().anyMatch(each -> each.name().equals("undo"))) {
      return "The step says it itself, as `undo`, unless safeops understands the command: then safeops knows it.";
    }
    return Actions.isUndoneByTheRun(name)
        ? "Only the run undoes it, through the API. If the run has died, `safeops recover RUN` does so on the machine that"
            + " began it. So a rule asks for your reason: see `reversibility/undone-by-the-run`."
        : "The nodes undo it. The undo is on their disks before the step runs.";
  }

  private static List<Playbook> using(String action, List<Playbook> playbooks) {
    return playbooks.stream()
        .filter(each -> each.steps().stream().anyMatch(step -> step.action().equals(action)))
        .toList();
  }

  private static Optional<Playbook.Step> example(String action, List<Playbook> using) {
    return using.stream()
        .flatMap(each -> each.steps().stream())
        .filter(step -> step.action().equals(action))
        .findFirst();
  }

  private static String link(Playbook playbook) {
    return Page.link(Page.code(playbook.name()), "../playbooks/" + playbook.name() + ".md");
  }
}
