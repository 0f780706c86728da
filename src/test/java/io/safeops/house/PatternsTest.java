package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that no regular expression can overflow the stack. Java makes one more recursive call for
 * each repetition of a group, so a long text of a file or a node ends in a StackOverflowError. A
 * possessive group ({@code (...)*+}) is a loop.
 */
class PatternsTest {

  private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\\\n]|\\\\.)*+\"");

  /** A group that repeats without a bound or with a bound above 99, and that is not possessive. */
  private static final Pattern DEEP =
      Pattern.compile("(?<!\\\\)\\)(?:[*+]|\\{\\d+,\\}|\\{(?:\\d+,)?\\d{3,}\\})(?!\\+)");

  static boolean isDeep(String literal) {
    return DEEP.matcher(literal).find();
  }

  @Test
  void noPatternRecursesWithTheLengthOfItsInput() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<String> deep =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(PatternsTest::deep)
              .toList();
      assertThat(deep).isEmpty();
    }
  }

  private static Stream<String> deep(Path file) {
    try {
      return LITERAL
          .matcher(Files.readString(file))
          .results()
          .map(MatchResult::group)
          .filter(PatternsTest::isDeep)
          .map(literal -> file + ": " + literal);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  @Test
  void deepPatternsAreFound() {
    assertThat(Stream.of("(a|b)*", "x(ab)+", "(a){2,}", "(a){1,500}"))
        .allMatch(PatternsTest::isDeep);
    assertThat(Stream.of("(a|b)*+", "(ab)++", "(a){5}", "[ab]*", "\\)*", "(a){1,10}"))
        .noneMatch(PatternsTest::isDeep);
  }
}
