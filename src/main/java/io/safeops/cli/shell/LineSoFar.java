package io.safeops.cli.shell;

import io.safeops.cli.reference.CommandForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the words of a line are, as far as it is typed: which command, which options and arguments.
 * Unlike a parser it takes a line that is not complete.
 */
final class LineSoFar {

  private CommandForm command;
  private Optional<CommandForm.Option> pending = Optional.empty();
  private boolean takesOptions = true;
  private final Map<String, List<String>> given = new HashMap<>();
  private final Set<CommandForm.Option> used = new HashSet<>();
  private final List<String> arguments = new ArrayList<>();

  private LineSoFar(CommandForm command) {
    this.command = command;
  }

  /**
   * Reads the words after the one that names the command.
   *
   * @param command that the first word of the line names
   */
  static LineSoFar of(CommandForm command, List<String> words) {
    LineSoFar line = new LineSoFar(command);
    words.forEach(line::read);
    return line;
  }

  private void read(String word) {
    if (pending.isPresent()) {
      give(pending.get(), word);
      pending = Optional.empty();
    } else if (word.equals("--") && takesOptions) {
      takesOptions = false;
    } else if (word.startsWith("-") && word.length() > 1 && takesOptions) {
      option(word);
    } else {
      Optional<CommandForm> below =
          command.commands().stream().filter(each -> each.word().equals(word)).findFirst();
      if (below.isPresent()) {
        command = below.get();
      } else {
        arguments.add(word);
      }
    }
  }

  private void option(String word) {
    int equals = word.indexOf('=');
    Optional<CommandForm.Option> whole = named(equals < 0 ? word : word.substring(0, equals));
    if (whole.isPresent()) {
      used.add(whole.get());
      if (equals >= 0) {
        give(whole.get(), word.substring(equals + 1));
      } else if (!whole.get().label().isEmpty()) {
        pending = whole;
      }
    } else if (!word.startsWith("--")) {
      // -pNAME=VALUE
      named(word.substring(0, 2)).ifPresent(option -> give(option, word.substring(2)));
    }
  }

  private void give(CommandForm.Option option, String value) {
    used.add(option);
    option.names().forEach(name -> given.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
  }

  /** The option of the command with this name. */
  Optional<CommandForm.Option> named(String name) {
    return command.options().stream().filter(each -> each.names().contains(name)).findFirst();
  }

  CommandForm command() {
    return command;
  }

  /** The option whose value comes next. */
  Optional<CommandForm.Option> pending() {
    return pending;
  }

  /** Whether a word with a dash is an option. */
  boolean takesOptions() {
    return takesOptions;
  }

  /** The options that can still be given. */
  List<CommandForm.Option> open() {
    return command.options().stream()
        .filter(each -> each.repeated() || !used.contains(each))
        .toList();
  }

  /** The values that an option was given, by any of its names; the last word counts. */
  List<String> values(String option) {
    return List.copyOf(given.getOrDefault(option, List.of()));
  }

  /** The last value of an option. */
  Optional<String> value(String option) {
    List<String> values = values(option);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** The arguments that are no options. */
  List<String> arguments() {
    return List.copyOf(arguments);
  }

  /** The argument that a word without a dash would be. */
  Optional<CommandForm.Argument> next() {
    List<CommandForm.Argument> all = command.arguments();
    if (arguments.size() < all.size()) {
      return Optional.of(all.get(arguments.size()));
    }
    return all.isEmpty() || !all.get(all.size() - 1).label().endsWith("...")
        ? Optional.empty()
        : Optional.of(all.get(all.size() - 1));
  }
}
