package io.safeops.action.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the commands in a line of shell without running a shell, for messages. It does not expand
 * variables and substitutions.
 */
final class ShellWords {

  /** Words that a command may follow. */
  private static final Set<String> BEFORE =
      Set.of(
          "if", "then", "else", "elif", "while", "until", "do", "!", "{", "}", "(", ")", "exec",
          "eval", "command", "builtin", "fi", "done");

  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;

  private ShellWords() {}

  static List<List<String>> commands(String line) {
    ShellWords read = new ShellWords();
    read.read(line);
    read.endCommand();
    return List.copyOf(read.commands);
  }

  private void read(String line) {
    char quote = 0;
    for (int at = 0; at < line.length(); at++) {
      char c = line.charAt(at);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        begun = true;
      } else if (c == '\\' && at + 1 < line.length()) {
        at++;
        word.append(line.charAt(at));
        begun = true;
      } else if (";|&\n()`".indexOf(c) >= 0) {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else {
        word.append(c);
        begun = true;
      }
    }
  }

  private void endWord() {
    if (begun) {
      words.add(word.toString());
    }
    word.setLength(0);
    begun = false;
  }

  private void endCommand() {
    endWord();
    int first = 0;
    while (first < words.size()
        && (BEFORE.contains(words.get(first))
            || words.get(first).equals("$")
            || words.get(first).matches("[A-Za-z_][A-Za-z0-9_]*=.*"))) {
      first++;
    }
    if (first < words.size()) {
      commands.add(List.copyOf(words.subList(first, words.size())));
    }
    words = new ArrayList<>();
  }
}
