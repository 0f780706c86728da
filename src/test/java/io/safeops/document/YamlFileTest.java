package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

  record Bad(String text, String expected) {}

  static Stream<Bad> bad() {
    return Stream.of(
        new Bad("", "f.yaml: the file is empty"),
        new Bad("# nothing\n", "f.yaml: the file is empty"),
        new Bad("a: *x\n", "f.yaml:1:4: alias `*x`: write the value out"),
        new Bad("a: &x 1\n", "f.yaml:1:4: anchor `&x`: write the value out where it is used"),
        new Bad(
            "a: !!int 1\n",
            "f.yaml:1:4: tag `tag:yaml.org,2002:int`: types come from the schema, leave the tag"
                + " out"),
        new Bad(
            "a: !x {}\n", "f.yaml:1:4: tag `!x`: types come from the schema, leave the tag out"),
        new Bad("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: key `a` is given twice, first on line 1"),
        new Bad("a:\n  <<: {b: 1}\n", "f.yaml:2:3: merge key `<<`: write the keys out"),
        new Bad(
            "a: 1\n---\nb: 1\n",
            "f.yaml:2:1: a second document begins here (`---`): write one document per file"),
        new Bad("a: [1, 2\nb: 3\n", "f.yaml:2:2: not YAML: expected ',' or ']', but got :"),
        new Bad("a: 1\n\tb: 2\n", "f.yaml:2:1: not YAML: found character '\\t(TAB)'"),
        new Bad("a: \"x\n", "f.yaml:2:1: not YAML: found unexpected end of stream"),
        new Bad("? [x]\n: 1\n", "f.yaml:1:3: a key must be text, this one is a list"),
        new Bad("a: 1\nb: x\u0007y\n", "f.yaml:2:5: character U+0007 is not allowed"),
        new Bad(
            "a: 1\n# \u202e b\n",
            "f.yaml:2:3: character U+202E changes the direction of text and hides what the"
                + " file does: remove it"),
        new Bad("a: " + "[".repeat(60), "f.yaml:1:53: nested more than 50 levels deep"),
        new Bad("[".repeat(100_000), "f.yaml:1:51: nested more than 50 levels deep"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reportsProblemsWithTheirPositions(Bad bad) {
    assertThat(problems(bad.text())).startsWith(bad.expected());
  }

  @Test
  void reportsAllProblemsInTheOrderOfTheFile() {
    assertThat(problems("a: &x 1\nb: *x\na: 2\n").lines())
        .containsExactly(
            "f.yaml:1:4: anchor `&x`: write the value out where it is used",
            "f.yaml:2:4: alias `*x`: write the value out",
            "f.yaml:3:1: key `a` is given twice, first on line 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12:30", "1e3", "no", "0644", "0x1F", "24.03", "1_000", "yes", "2026-11-20", "~"})
  void keepsScalarsAsWritten(String text) throws DocumentException {
    Mapping root = (Mapping) YamlFile.parse("f.yaml", "k: " + text + "\n");
    assertThat(((Scalar) root.entries().get(0).value()).text()).isEqualTo(text);
  }

  @Test
  void readsJson() throws DocumentException {
    Mapping root =
        (Mapping)
            YamlFile.parse(
                "f.json", "{\"a\":[1,true,null,\"x\\\"\\u00e9\\ud83d\\ude00\\/\"],\n \"b\":{}}");
    assertThat(root.entry("b").orElseThrow().key().at()).hasToString("f.json:2:2");
    DocumentNode.Sequence list = (DocumentNode.Sequence) root.entry("a").orElseThrow().value();
    assertThat(((Scalar) list.items().get(2)).isNull()).isTrue();
    assertThat(((Scalar) list.items().get(3)).text()).isEqualTo("x\"é\uD83D\uDE00/");
  }

  /** The members of a list are parsed when they are accessed. */
  @Test
  void knowsThePositionsInTheMembersOfAJsonList() throws DocumentException {
    Mapping root =
        (Mapping) YamlFile.parse("f.json", "{\"a\":[1, {\"b\":\"\u00e9\", \"c\":[\n {\"d\":2}]}]}");
    DocumentNode.Sequence list = (DocumentNode.Sequence) root.entry("a").orElseThrow().value();
    Mapping member = (Mapping) list.items().get(1);
    assertThat(member.at()).hasToString("f.json:1:10");
    assertThat(member.entry("b").orElseThrow().value().at()).hasToString("f.json:1:15");
    DocumentNode inner =
        ((DocumentNode.Sequence) member.entry("c").orElseThrow().value()).items().get(0);
    Scalar d = (Scalar) ((Mapping) inner).entry("d").orElseThrow().value();
    assertThat(d.at()).hasToString("f.json:2:7");
    assertThat(d.positionOf(0)).isEqualTo(d.at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "{\"a\":[{\"b\":1,\"b\":2}]}@f.json:1:17: not JSON: Duplicate field 'b'",
        "{\"a\":[{\"b\":01}]}@f.json:1:13: not JSON: Invalid numeric value",
        "{\"a\":1,\"a\":2}@f.json:1:11: not JSON: Duplicate field 'a'",
        "{\"a\":1}{}@f.json:1:8: a second document begins here",
        "{\"a\":@f.json:1:6: not JSON: Unexpected end-of-input",
        "{a:1}@f.json:1:2: not JSON: Unexpected character",
        "''@f.json: the file is empty",
      })
  void refusesBadJson(String text, String expected) {
    assertThat(catchThrowableOfType(DocumentException.class, () -> YamlFile.parse("f.json", text)))
        .hasMessageStartingWith(expected);
  }

  /** Seen: without a place, and with the name of a Java method. */
  @Test
  void whatIsTooMuchForJsonHasItsPlace() {
    assertThat(
            catchThrowableOfType(
                DocumentException.class,
                () -> YamlFile.parse("f.json", "\n" + "[".repeat(100_000))))
        .hasMessage(
            "f.json:2:52: not JSON: Document nesting depth (51) exceeds the maximum allowed (50)");
    assertThat(
            catchThrowableOfType(
                DocumentException.class,
                () -> YamlFile.parse("f.json", "[\n" + "1".repeat(100_000) + "]")))
        .hasMessageMatching(
            "f[.]json:2:[0-9]+: not JSON: Number value length \\(100000\\) exceeds the maximum"
                + " allowed \\(1000\\)");
    assertThat(
            catchThrowableOfType(
                DocumentException.class,
                () -> YamlFile.parse("f.json", "{\"" + "k".repeat(60_000) + "\": 1}")))
        .hasMessageMatching(
            "f[.]json:1:[0-9]+: not JSON: Name length \\(60000\\) exceeds .*\\(50000\\)");
  }

  @Test
  void refusesFilesThatAreNotText(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("f");
    Files.write(file, "a: 1\nb: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(failure(file)).endsWith("f:2:4: not UTF-8 from here on");
    Files.write(file, new byte[YamlFile.MAX_BYTES + 1]);
    assertThat(failure(file)).endsWith("f: larger than 4 MiB");
    assertThat(failure(dir.resolve("none"))).endsWith("none: no such file");
    assertThat(failure(dir)).contains(": cannot be read: ");
  }

  @Test
  void readsAFileOfTheLargestSize() throws DocumentException {
    String line = "- \"" + "x".repeat(1000) + "\"\n";
    String text = line.repeat(YamlFile.MAX_BYTES / line.length());
    assertThat(((DocumentNode.Sequence) YamlFile.parse("f", text)).items())
        .hasSizeGreaterThan(4000);
  }

  static Stream<String> hostile() {
    return HostileYaml.ofSize(YamlFile.MAX_BYTES / 16).values().stream();
  }

  /** The benchmark measures how long the worst file takes at full size. */
  @ParameterizedTest
  @MethodSource("hostile")
  void hostileFilesAreRefused(String text) {
    Problems problems = new Problems();
    try {
      Value.root(YamlFile.parse("f", text), problems).map().finish();
    } catch (DocumentException e) {
      problems.addAll(e.problems());
    }
    assertThat(problems.isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "k: a.b + c@1:4@1:8",
        "k: 'a.''x'' + c'@1:5@1:13",
        "k: \"a.\\\"x\\\" + c\"@1:5@1:13",
        "k: |\\n  a.x\\n  + c\\n@2:3@3:3",
        "k: >-\\n    a.x\\n    + c\\n@2:5@3:5",
        "k:\\n  a.x\\n   + c\\n@2:3@3:4",
      })
  void findsPositionsInEveryScalarStyle(String text, String start, String plus)
      throws DocumentException {
    Mapping root = (Mapping) YamlFile.parse("f", text.replace("\\n", "\n"));
    Scalar scalar = (Scalar) root.entries().get(0).value();
    assertThat(scalar.positionOf(0)).hasToString("f:" + start);
    assertThat(scalar.positionOf(scalar.text().indexOf('+'))).hasToString("f:" + plus);
  }

  /** A text that was filled in is where its placeholder is; what is around it stays. */
  @Test
  void replacedTextMovesNoPosition() throws DocumentException {
    Mapping root = (Mapping) YamlFile.parse("f", "k: >-\n  a ${x} b\n   ${y} c\n");
    Scalar written = (Scalar) root.entries().get(0).value();
    int x = written.text().indexOf("${x}");
    int y = written.text().indexOf("${y}");
    Scalar filled =
        written.replacing(
            List.of(new Replacement(x, x + 4, "long\ner"), new Replacement(y, y + 4, "")));
    assertThat(filled.text()).isEqualTo("a long\ner b\n  c");
    assertThat(filled.at()).isEqualTo(written.at());
    assertThat(filled.positionOf(0)).hasToString("f:2:3");
    assertThat(filled.positionOf(filled.text().indexOf("er"))).hasToString("f:2:5");
    assertThat(filled.positionOf(filled.text().indexOf('b'))).hasToString("f:2:10");
    assertThat(filled.positionOf(filled.text().indexOf('c'))).hasToString("f:3:9");
    assertThat(filled.withText("z").positionOf(0)).hasToString("f:2:3");
  }

  /** Seeded: finds the position of each character of random words in every scalar style. */
  @Test
  void findsPositionsInRandomScalars() throws DocumentException {
    Random random = new Random(7);
    String alphabet = "abc'\"\\(){}[]é\uD83D\uDE00  ";
    int[] letters = alphabet.codePoints().toArray();
    for (int round = 0; round < 3000; round++) {
      StringBuilder words = new StringBuilder("z");
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        words.appendCodePoint(letters[random.nextInt(letters.length)]);
      }
      String value = words + "z";
      String written =
          switch (random.nextInt(3)) {
            case 0 -> "'" + value.replace("'", "''") + "'";
            case 1 -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            default -> "|-\n  " + value;
          };
      String text = "k: " + written;
      Scalar scalar = (Scalar) ((Mapping) YamlFile.parse("f", text)).entries().get(0).value();
      assertThat(scalar.text()).isEqualTo(value);
      Position last = scalar.positionOf(value.length() - 1);
      String line = text.lines().toList().get(last.line() - 1);
      int[] characters = line.codePoints().toArray();
      assertThat(characters[last.column() - 1]).as(text).isEqualTo('z');
      assertThat(last.column()).as(text).isGreaterThan(characters.length - 3);
    }
  }

  private static String problems(String text) {
    return catchThrowableOfType(DocumentException.class, () -> YamlFile.parse("f.yaml", text))
        .getMessage();
  }

  private static String failure(Path file) {
    return catchThrowableOfType(DocumentException.class, () -> YamlFile.read(file)).getMessage();
  }
}
