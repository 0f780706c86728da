package io.safeops.action.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One command of a line of {@code ovn-nbctl} or {@code ovs-vsctl}: its options, then its words. */
public record CommandPart(List<String> options, List<String> words) {

  /** Splits a line at {@code --}. A leading {@code --} ends the program's own options. */
  public static List<CommandPart> of(List<String> argv) {
    List<CommandPart> parts = new ArrayList<>();
    List<String> options = new ArrayList<>();
    List<String> words = new ArrayList<>();
    for (String word : CommandWords.attached(argv)) {
      if (word.equals("--")) {
        if (!words.isEmpty()) {
          parts.add(new CommandPart(List.copyOf(options), List.copyOf(words)));
          options.clear();
          words.clear();
        }
      } else if (words.isEmpty() && word.startsWith("-")) {
        options.add(word);
      } else {
        words.add(word);
      }
    }
    if (!words.isEmpty() || !options.isEmpty()) {
      parts.add(new CommandPart(List.copyOf(options), List.copyOf(words)));
    }
    return parts;
  }

  /** An option that matches none of these patterns. */
  public Optional<String> strange(List<String> known) {
    return options.stream().filter(option -> known.stream().noneMatch(option::matches)).findFirst();
  }

  public String command() {
    return words.isEmpty() ? "" : words.get(0);
  }
}
