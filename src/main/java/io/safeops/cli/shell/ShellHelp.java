package io.safeops.cli.shell;

import io.safeops.cli.reference.CommandForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code help} says in the shell: one line for each word. */
final class ShellHelp {

  private final CommandForm safeops;

  ShellHelp(CommandForm safeops) {
    this.safeops = safeops;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("These can change the cluster, and must be typed whole:");
    Arrays.stream(ShellWord.values())
        .filter(ShellWord::isWhole)
        .forEach(word -> lines.addAll(line(word)));
    lines.add("These only read, and may be shortened:");
    Arrays.stream(ShellWord.values())
        .filter(word -> !word.isWhole())
        .forEach(word -> lines.addAll(line(word)));
    lines.add(
        "A line is a command of safeops without `safeops`. The options of the shell count where");
    lines.add("a line has not its own. Quotes keep blanks. A line that begins with # is a remark.");
    return lines;
  }

  List<String> line(ShellWord word) {
    return List.of("  " + word.word() + " ".repeat(12 - word.word().length()) + about(word));
  }

  /** One line about a word. */
  String about(ShellWord word) {
    return switch (word) {
      case HELP -> "Explain the words; `help WORD` explains one of them";
      case EXIT -> "Leave the shell; Ctrl-D does the same";
      default ->
          safeops.commands().stream()
              .filter(each -> each.word().equals(word.word()))
              .map(CommandForm::inShort)
              .findFirst()
              .orElse("");
    };
  }
}
