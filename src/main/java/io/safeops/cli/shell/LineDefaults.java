package io.safeops.cli.shell;

import io.safeops.cli.terminal.RunSelection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options that the shell was given, for each line that has not its own.
 *
 * @param inventory as the operator typed it
 * @param policies folders with more rules
 */
public record LineDefaults(Optional<String> inventory, List<Path> policies) {

  public LineDefaults {
    policies = List.copyOf(policies);
  }

  /**
   * The words of a line with the options that it lacks. A run of this machine knows its inventory,
   * so `recover` does not get that of the shell. A line that cannot be read is left as it is: the
   * command says what is wrong with it.
   *
   * @param commands as new; it only reads the words
   */
  List<String> fill(CommandLine commands, List<String> words) {
    ParseResult parsed;
    try {
      parsed = commands.parseArgs(words.toArray(String[]::new));
    } catch (ParameterException wrong) {
      return words;
    }
    int end = 0;
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
      String name = parsed.commandSpec().name();
      end = end + words.subList(end, words.size()).indexOf(name) + 1;
    }
    List<String> filled = new ArrayList<>(words.subList(0, end));
    if (inventory.isPresent() && lacks(parsed, "--inventory") && !namesARunOfThisMachine(parsed)) {
      filled.addAll(List.of("--inventory", inventory.get()));
    }
    if (lacks(parsed, "--policies")) {
      policies.forEach(folder -> filled.addAll(List.of("--policies", folder.toString())));
    }
    filled.addAll(words.subList(end, words.size()));
    return filled;
  }

  private static boolean lacks(ParseResult parsed, String option) {
    CommandSpec spec = parsed.commandSpec();
    return spec.findOption(option) != null && !parsed.hasMatchedOption(option);
  }

  private static boolean namesARunOfThisMachine(ParseResult parsed) {
    return parsed.matchedPositionals().stream()
        .filter(each -> each.paramLabel().equals("RUN"))
        .flatMap(each -> each.stringValues().stream())
        .anyMatch(
            run ->
                RunSelection.store().has(run) && Files.exists(RunSelection.store().request(run)));
  }
}
