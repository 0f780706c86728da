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

  /**
   * A word without its quotes.
   *
   * @param at the index of its first character in the line
   */
  record Word(String text, int at) {}

  /** Whether a comment is left out. Not every program that runs a line knows comments. */
  private final boolean withoutComments;

  private final List<List<Word>> commands = new ArrayList<>();
  private final List<Word> all = new ArrayList<>();
  private List<Word> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean begun;
  private int begin;

  private ShellWords(String line, boolean withoutComments) {
    this.withoutComments = withoutComments;
    read(line);
    endCommand();
  }

  static List<List<String>> commands(String line) {
    return new ShellWords(line, false)
        .commands.stream().map(command -> command.stream().map(Word::text).toList()).toList();
  }

  /** The commands with the place of each word, without comments. */
  static List<List<Word>> placedCommands(String line) {
    return List.copyOf(new ShellWords(line, true).commands);
  }

  /** All words with their places, those before a command too; without comments. */
  static List<Word> placedWords(String line) {
    return List.copyOf(new ShellWords(line, true).all);
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
        begin(at);
      } else if (c == '\\' && at + 1 < line.length()) {
        begin(at);
        at++;
        word.append(line.charAt(at));
      } else if (";|&\n()`".indexOf(c) >= 0) {
        endCommand();
      } else if (Character.isWhitespace(c)) {
        endWord();
      } else if (c == '#' && !begun && withoutComments) {
        int end = line.indexOf('\n', at);
        at = (end < 0 ? line.length() : end) - 1;
      } else {
        begin(at);
        word.append(c);
      }
    }
  }

  private void begin(int at) {
    if (!begun) {
      begin = at;
    }
    begun = true;
  }

  private void endWord() {
    if (begun) {
      words.add(new Word(word.toString(), begin));
    }
    word.setLength(0);
    begun = false;
  }

  private void endCommand() {
    endWord();
    all.addAll(words);
    int first = 0;
    while (first < words.size() && isBeforeCommand(words.get(first).text())) {
      first++;
    }
    if (first < words.size()) {
      commands.add(List.copyOf(words.subList(first, words.size())));
    }
    words = new ArrayList<>();
  }

  private static boolean isBeforeCommand(String word) {
    return BEFORE.contains(word) || word.equals("$") || word.matches("[A-Za-z_][A-Za-z0-9_]*=.*");
  }
}
