package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A manual page for safeops and for each command. */
final class ManualPages {

  private ManualPages() {}

  static Map<String, String> of(CommandForm safeops) {
    Map<String, String> pages = new TreeMap<>();
    safeops.all().forEach(command -> pages.put(command.manual() + ".1", page(command, safeops)));
    return pages;
  }

  private static String page(CommandForm command, CommandForm safeops) {
    Roff page = new Roff(command.manual());
    page.section("NAME")
        .line(command.manual().replace("-", "\\-") + " \\- " + lower(command.inShort()));
    page.section("SYNOPSIS").lines(command.synopsis());
    page.section("DESCRIPTION");
    page.text(command.about().get(0));
    command.about().stream().skip(1).forEach(page::paragraph);
    if (!command.arguments().isEmpty()) {
      page.section("ARGUMENTS");
      command.arguments().forEach(each -> page.item(Roff.italic(each.label()), each.about()));
    }
    page.section("OPTIONS");
    command.options().forEach(each -> page.item(term(each), each.about()));
    if (!command.commands().isEmpty()) {
      page.section("COMMANDS");
      command
          .commands()
          .forEach(each -> page.item(Roff.pages(List.of(each.manual())), each.inShort() + "."));
    }
    page.section("EXIT STATUS");
    for (int status = 0; status < ExitStatuses.MEANINGS.size(); status++) {
      page.item(Roff.bold(String.valueOf(status)), ExitStatuses.MEANINGS.get(status));
    }
    page.section("ENVIRONMENT")
        .item(Roff.bold("SAFEOPS_INVENTORY"), "The inventory, if `-i` is not given.");
    return page.section("SEE ALSO").line(Roff.pages(others(command, safeops))).toString();
  }

  private static String lower(String sentence) {
    boolean name = sentence.matches("[A-Z][A-Z/].*");
    return (name
            ? sentence
            : sentence.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + sentence.substring(1))
        .replace("-", "\\-");
  }

  private static String term(CommandForm.Option option) {
    List<String> names = option.names().stream().map(Roff::bold).toList();
    String value = option.label().isEmpty() ? "" : " " + Roff.italic(option.label());
    return String.join(", ", names) + value;
  }

  /** The page of safeops, and those beside and below this one. */
  private static List<String> others(CommandForm command, CommandForm safeops) {
    List<String> others = new ArrayList<>();
    safeops
        .all()
        .filter(each -> !each.equals(command))
        .filter(
            each ->
                each.words().size() == 1
                    || each.words().subList(0, each.words().size() - 1).equals(parent(command))
                    || command.commands().contains(each))
        .forEach(each -> others.add(each.manual()));
    return others;
  }

  private static List<String> parent(CommandForm command) {
    return command.words().subList(0, Math.max(1, command.words().size() - 1));
  }
}
