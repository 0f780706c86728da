package io.safeops.cli.reference;

import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A playbook as its file says it: the comment at its head, its parameters and its steps.
 *
 * @param comment the lines of the comment, without the mark
 * @param steps the lines of each step as written
 */
record Playbook(String name, PlanFile plan, List<String> comment, List<Step> steps) {

  private static final Pattern KEY = Pattern.compile(" *(?:- )? *([a-z][a-z0-9.-]*):.*");

  /** A step, with the name of its action. */
  record Step(String action, String text) {}

  Playbook {
    comment = List.copyOf(comment);
    steps = List.copyOf(steps);
  }

  static List<Playbook> all() {
    return BuiltInFiles.playbooks().stream().map(Playbook::of).toList();
  }

  private static Playbook of(String name) {
    try {
      String text = BuiltInFiles.playbookText(name).orElseThrow();
      return new Playbook(
          name,
          PlanFile.of(BuiltInFiles.playbook(name).orElseThrow(), Actions.names()),
          comment(text),
          steps(text));
    } catch (DocumentException e) {
      throw new IllegalStateException("the playbook " + name + " does not load", e);
    }
  }

  /** The line that names the schema for editors is no part of it. */
  private static List<String> comment(String text) {
    return text.lines()
        .takeWhile(line -> line.startsWith("#"))
        .filter(line -> !line.startsWith("# yaml-language-server:"))
        .map(line -> line.replaceFirst("^# ?", ""))
        .toList();
  }

  private static List<Step> steps(String text) {
    List<List<String>> steps = new ArrayList<>();
    text.lines()
        .dropWhile(line -> !line.equals("steps:"))
        .skip(1)
        .takeWhile(line -> line.isEmpty() || line.startsWith(" ") || line.startsWith("#"))
        .forEach(
            line -> {
              if (line.startsWith("  - ")) {
                steps.add(new ArrayList<>());
              }
              if (!steps.isEmpty()) {
                steps.get(steps.size() - 1).add(line);
              }
            });
    return steps.stream()
        .map(lines -> new Step(action(lines), String.join("\n", lines).stripIndent()))
        .toList();
  }

  private static String action(List<String> lines) {
    return lines.stream()
        .map(KEY::matcher)
        .filter(Matcher::matches)
        .map(key -> key.group(1))
        .filter(Actions.names()::contains)
        .findFirst()
        .orElseThrow();
  }

  /** Its first sentence. */
  String inShort() {
    return plan.description();
  }
}
