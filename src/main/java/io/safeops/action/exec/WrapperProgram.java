package io.safeops.action.exec;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The command-line syntax of a program that runs another one: which words are its own, and where
 * the words of the other program begin. It serves to say in a refusal what is run; a line that
 * cannot be read is refused without that.
 *
 * @param valued options whose value is the next word
 * @param text options whose value is a line of shell, which the program runs
 * @param own how many words that are no options come before the command
 */
record WrapperProgram(Set<String> valued, Set<String> text, int own) {

  /** The command is not in the words of the line. */
  static final int NO_COMMAND = Integer.MAX_VALUE;

  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

  /** A program that takes some words of its own and then the command. */
  static WrapperProgram of(int own, String... valued) {
    return new WrapperProgram(Set.of(valued), Set.of(), own);
  }

  /** A program that takes a line of shell after {@code -c}. */
  static WrapperProgram shell(int own, String... valued) {
    return new WrapperProgram(Set.of(valued), Set.of("-c", "--command"), own);
  }

  /**
   * The commands that it runs; none if the line does not show them: they are in a file, or come
   * from standard input.
   *
   * @param argv with the wrapper's own name first
   */
  List<List<String>> inner(List<String> argv) {
    int left = own;
    boolean options = true;
    int at = 1;
    while (at < argv.size()) {
      String word = argv.get(at);
      at++;
      String next = at < argv.size() ? argv.get(at) : "";
      if (options && word.equals("--")) {
        options = false;
      } else if (options && word.length() > 1 && word.startsWith("-")) {
        Option option = option(word);
        if (text.contains(option.name())) {
          return ShellWords.commands(option.next() ? next : option.value());
        }
        at += valued.contains(option.name()) && option.next() ? 1 : 0;
      } else if (!ASSIGNMENT.matcher(word).matches()) {
        if (left == 0) {
          return List.of(argv.subList(at - 1, argv.size()));
        }
        left--;
      }
    }
    return List.of();
  }

  /**
   * @param value the rest of the same word
   * @param next whether its value, if it has one, is the next word
   */
  private record Option(String name, String value, boolean next) {}

  /**
   * Reads {@code --name=value}, or in a word of several letters the first option that has a value.
   * A few letters after it are options too, as in a shell's {@code -ce}.
   */
  private Option option(String word) {
    int equals = word.indexOf('=');
    if (word.startsWith("--")) {
      return equals < 0
          ? new Option(word, "", true)
          : new Option(word.substring(0, equals), word.substring(equals + 1), false);
    }
    for (int at = 1; at < word.length(); at++) {
      String name = "-" + word.charAt(at);
      String rest = word.substring(at + 1);
      if (text.contains(name)) {
        return new Option(name, rest, rest.matches("[a-z]{0,3}"));
      }
      if (valued.contains(name)) {
        return new Option(name, rest, rest.isEmpty());
      }
    }
    return new Option(word, "", false);
  }
}
