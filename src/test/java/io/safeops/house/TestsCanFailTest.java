package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Finds tests of a shape that cannot fail. Each shape was once found in this project. */
class TestsCanFailTest {

  private static final Map<String, Pattern> SHAPES =
      Map.of(
          "every text contains, begins and ends with the empty text",
          Pattern.compile("\\.(?:contains|startsWith|endsWith)\\((?:[^()\"]*: )?\"\"\\)"),
          "an empty text is one of two alternatives",
          Pattern.compile("\\.(?:contains|startsWith|endsWith)\\([^;]*? : \"\"\\)"),
          "the result of eventually is ignored",
          Pattern.compile("(?:[;{}]|\\*/)\\s*(?://[^\\n]*\\n\\s*)*Lab\\.eventually\\("),
          "assertThat without an assertion",
          Pattern.compile("assertThat\\((?:[^()]++|\\((?:[^()]++|\\([^()]*+\\))*+\\))*+\\);"),
          "an assertion about all elements passes when there are none: assert how many there are",
          Pattern.compile(
              "assertThat\\((?!(?:[\\w.]*\\.)?(?:(?:List|Stream)\\.of\\(|[A-Z_]{3,}\\)|world\\.nodes\\(\\)))"
                  + "(?:[^()]++|\\((?:[^()]++|\\((?:[^()]++|\\([^()]*+\\))*+\\))*+\\))*+\\)"
                  + "\\s*\\.(?:allMatch|allSatisfy)\\("),
          "a size is never below zero",
          Pattern.compile("\\.hasSizeGreaterThanOrEqualTo\\(0\\)"));

  private static final List<Path> SOURCES =
      List.of(Path.of("src/test/java"), Path.of("src/it/java"));

  static Stream<String> found(String source) {
    return SHAPES.entrySet().stream()
        .flatMap(
            shape ->
                shape
                    .getValue()
                    .matcher(source)
                    .results()
                    .map(MatchResult::group)
                    .map(text -> shape.getKey() + ": " + text.strip()));
  }

  @Test
  void noTestHasAShapeThatCannotFail() {
    assertThat(SOURCES.stream().flatMap(TestsCanFailTest::ofFolder)).isEmpty();
  }

  private static Stream<String> ofFolder(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.endsWith("TestsCanFailTest.java"))
          .flatMap(file -> found(text(file)).map(shape -> file + ": " + shape))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Test
  void shapesAreFound() {
    assertThat(
            List.of(
                "assertThat(a.out()).contains(\"\");",
                "assertThat(a.out()).contains(left > 0 ? \"tries left: \" + left : \"\");",
                "  a();\n    Lab.eventually(LIMIT, () -> b());",
                "assertThat(a.isOver(b()));",
                "assertThat(a.all()).allMatch(B::c);",
                "assertThat(a(b(c())))\n        .allSatisfy(d -> e);",
                "assertThat(a).hasSizeGreaterThanOrEqualTo(0);"))
        .allSatisfy(text -> assertThat(found(text)).as(text).isNotEmpty());
    assertThat(
            List.of(
                "assertThat(Lab.eventually(LIMIT, () -> b())).isTrue();",
                "assertThat(a.out()).isEqualTo(\"\");",
                "assertThat(a.all()).isNotEmpty().allMatch(B::c);",
                "assertThat(Lab.NODES).allMatch(B::c);",
                "assertThat(List.of(a, b)).allMatch(B::c);",
                "return Lab.eventually(LIMIT, () -> b());"))
        .allSatisfy(text -> assertThat(found(text)).as(text).isEmpty());
  }
}
