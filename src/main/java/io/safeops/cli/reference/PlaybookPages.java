package io.safeops.cli.reference;

import io.safeops.plan.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A page for each playbook. */
final class PlaybookPages {

  private PlaybookPages() {}

  static Map<String, String> of(List<Playbook> playbooks) {
    Map<String, String> pages = new TreeMap<>();
    playbooks.forEach(each -> pages.put(each.name() + ".md", page(each)));
    return pages;
  }

  private static String page(Playbook playbook) {
    Page page = new Page().heading(1, playbook.name());
    comment(playbook.comment(), page);
    page.heading(2, "Parameters");
    page.table(
        List.of("parameter", "type", "required", "meaning"),
        playbook.plan().params().stream().map(PlaybookPages::row).toList());
    page.code("text", command(playbook));
    page.heading(2, "Steps");
    for (Playbook.Step step : playbook.steps()) {
      page.markdown(
          Page.link(Page.code(step.action()), "../actions/" + step.action() + ".md") + ":");
      page.code("yaml", step.text());
    }
    return page.markdown("All: " + Page.link("index", "../README.md") + ".").toString();
  }

  /** Lines that are indented further are a list or a command, and stay as they are. */
  private static void comment(List<String> lines, Page page) {
    List<String> block = new ArrayList<>();
    boolean code = false;
    for (String line : lines) {
      boolean indented = line.startsWith("  ");
      if (line.isEmpty() || indented != code) {
        put(block, code, page);
        block.clear();
      }
      code = indented;
      if (!line.isEmpty()) {
        block.add(line);
      }
    }
    put(block, code, page);
  }

  private static void put(List<String> block, boolean code, Page page) {
    if (code) {
      page.code("text", String.join("\n", block).stripIndent());
    } else {
      page.paragraph(String.join("\n", block));
    }
  }

  private static List<String> row(Param param) {
    String values = param.allowed().isEmpty() ? "" : ": " + String.join(", ", param.allowed());
    String without = param.defaultValue().map(value -> "no, " + Page.code(value)).orElse("no");
    return List.of(
        Page.code(param.name()),
        param.type().keyword() + values,
        param.isRequired() ? "yes" : without,
        Page.escaped(param.description()));
  }

  private static String command(Playbook playbook) {
    StringBuilder command = new StringBuilder("safeops apply " + playbook.name());
    playbook.plan().params().stream()
        .filter(Param::isRequired)
        .forEach(param -> command.append(" -p ").append(param.name()).append("=VALUE"));
    return command.toString();
  }
}
