package io.safeops.action.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.Understanding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict on a command in all its spellings: the table {@code spellings.txt}. */
class SpellingsTest {

  record Spelling(String countsAs, String line, String says) {
    @Override
    public String toString() {
      return line;
    }
  }

  static Stream<Spelling> spellings() throws IOException {
    try (InputStream in = SpellingsTest.class.getResourceAsStream("spellings.txt")) {
      String table = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return table
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split("\\s\\|(?=\\s|$)", 3))
          .map(cell -> new Spelling(cell[0].strip(), cell[1].strip(), cell[2].strip()));
    }
  }

  /** The words as a shell splits them, with only the kind of quotes that the table uses. */
  private static List<String> argv(String line) {
    Stream<String> words =
        java.util.regex.Pattern.compile("(?:[^\\s\"]+|\"[^\"]*\")+")
            .matcher(line)
            .results()
            .map(word -> word.group().replace("\"", ""));
    return words.toList();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void isSeenThrough(Spelling spelling) {
    Action action =
        CommandReader.read(
            argv(spelling.line()), Optional.of(List.of("vendor-setup", "off")), List.of("net"));
    assertThat(action.understanding().name().toLowerCase(Locale.ROOT))
        .as(action.refusal().orElse("not refused"))
        .isEqualTo(spelling.countsAs());
    assertThat(action.refusal().orElse("")).contains(spelling.says());
    if (spelling.countsAs().equals("refused")) {
      assertThat(spelling.says()).as("the table says what is said").isNotEmpty();
      assertThat(action.refusal().orElse("")).isNotEmpty();
    }
  }

  @Test
  void theTableIsLong() throws IOException {
    assertThat(spellings().map(Spelling::line).distinct().count()).isGreaterThanOrEqualTo(150);
  }

  /** A plan may hold any line; neither time nor stack may grow with it. */
  @Test
  void wrappersWithoutEnd() {
    for (List<String> argv :
        List.of(
            Stream.generate(() -> "nice").limit(50_000).toList(),
            Stream.generate(() -> List.of("find", "-exec"))
                .limit(99)
                .flatMap(List::stream)
                .toList(),
            List.of("sh", "-c", "nice ".repeat(50_000)),
            List.of("sh", "-c", "(".repeat(50_000)),
            List.of("sh", "-c", "true; ".repeat(10_000) + "reboot"))) {
      Action action = CommandReader.read(argv, Optional.empty(), List.of("net"));
      assertThat(action.understanding()).isNotEqualTo(Understanding.UNDERSTOOD);
    }
  }
}
