package io.safeops.action.exec;

import io.safeops.action.ArgumentPlace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The places of words in a command line, and in the lines of shell that are among its words. */
public final class WordPlaces {

  /** A word and where it is. */
  public record PlacedWord(String text, ArgumentPlace at) {}

  private WordPlaces() {}

  /**
   * The words of a command line. Of a word with blanks in it, the words of which it consists, too:
   * it may be a line of shell.
   *
   * @param keys the keys that lead to the command line
   */
  public static List<PlacedWord> of(List<String> argv, List<String> keys) {
    List<PlacedWord> words = new ArrayList<>();
    for (int member = 0; member < argv.size(); member++) {
      String text = argv.get(member);
      words.add(new PlacedWord(text, whole(keys, member)));
      if (text.chars().anyMatch(Character::isWhitespace)) {
        for (ShellWords.Word word : ShellWords.placedWords(text)) {
          words.add(new PlacedWord(word.text(), inside(keys, member, word)));
        }
      }
    }
    return words;
  }

  /**
   * Where a command begins in a command line that is it, or that runs it. Empty if the command does
   * not stand in it as it is.
   */
  static Optional<ArgumentPlace> ofCommand(
      List<String> command, List<String> argv, List<String> keys) {
    int from = Collections.indexOfSubList(argv, command);
    if (from >= 0) {
      return Optional.of(whole(keys, from));
    }
    for (int member = 0; member < argv.size(); member++) {
      for (List<ShellWords.Word> line : ShellWords.placedCommands(argv.get(member))) {
        if (line.stream().map(ShellWords.Word::text).toList().equals(command)) {
          return Optional.of(inside(keys, member, line.get(0)));
        }
      }
    }
    return Optional.empty();
  }

  /** The place of a word of a command line, by its index. */
  public static ArgumentPlace whole(List<String> keys, int member) {
    return new ArgumentPlace(keys, OptionalInt.of(member), OptionalInt.empty());
  }

  private static ArgumentPlace inside(List<String> keys, int member, ShellWords.Word word) {
    return new ArgumentPlace(keys, OptionalInt.of(member), OptionalInt.of(word.at()));
  }
}
