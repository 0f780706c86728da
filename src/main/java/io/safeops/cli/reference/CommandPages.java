package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A page for each command. */
final class CommandPages {

  private CommandPages() {}

  static Map<String, String> of(CommandForm safeops) {
    Map<String, String> pages = new TreeMap<>();
    safeops
        .all()
        .filter(command -> !command.equals(safeops))
        .forEach(command -> pages.put(command.page() + ".md", page(command)));
    return pages;
  }

  private static String page(CommandForm command) {
    Page page = new Page().heading(1, command.name());
    page.paragraph(String.join("\n", command.about()));
    page.code("text", command.synopsis());
    List<List<String>> arguments = new ArrayList<>();
    for (CommandForm.Argument each : command.arguments()) {
      arguments.add(
          List.of(
              Page.code(each.label()), each.required() ? "yes" : "no", Page.escaped(each.about())));
    }
    page.table(List.of("argument", "required", "meaning"), arguments);
    page.table(List.of("option", "meaning"), options(command));
    List<List<String>> commands = new ArrayList<>();
    for (CommandForm each : command.commands()) {
      commands.add(
          List.of(
              Page.link(Page.code(each.name()), each.page() + ".md"),
              Page.escaped(each.inShort())));
    }
    page.table(List.of("command", "what it does"), commands);
    return page.markdown(
            "How it ends: "
                + Page.link("exit codes", "../../architecture.md#exit-codes")
                + ". All: "
                + Page.link("index", "../README.md")
                + ".")
        .toString();
  }

  private static List<List<String>> options(CommandForm command) {
    List<List<String>> rows = new ArrayList<>();
    for (CommandForm.Option each : command.options()) {
      String value = each.label().isEmpty() ? "" : " " + each.label();
      List<String> names = each.names().stream().map(name -> Page.code(name + value)).toList();
      rows.add(List.of(String.join(", ", names), Page.escaped(each.about())));
    }
    return rows;
  }
}
