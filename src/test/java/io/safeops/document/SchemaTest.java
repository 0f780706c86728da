package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A reader that asks for something else than the schema declares does not get through a test. */
class SchemaTest {

  private static final Schema.Fields SCHEMA =
      Schema.fields(
          Schema.required("name", Schema.text(Pattern.compile("[a-z]+"), "letters"), "a name"),
          Schema.optional("count", new Schema.WholeNumber(1, 9), "a number"),
          Schema.optional(
              "list", Schema.anyOf(Schema.word("none"), Schema.listOf(Schema.text())), "a list"));

  private static MapReader map() {
    try {
      DocumentNode root = YamlFile.parse("a.yaml", "{name: a, count: 3, list: [b]}");
      return Value.root(root, SCHEMA, new Problems()).map();
    } catch (DocumentException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Arguments> wrongQuestions() {
    return Stream.of(
        Arguments.of("does not declare `nam`", (ThrowingCallable) () -> map().optional("nam")),
        Arguments.of("`name` is required", (ThrowingCallable) () -> map().optional("name")),
        Arguments.of("`count` may be left out", (ThrowingCallable) () -> map().required("count")),
        Arguments.of(
            "`count` is read as a number from 0 to 9",
            (ThrowingCallable) () -> map().optional("count").integer(0, 9)),
        Arguments.of(
            "`count` is read as a list", (ThrowingCallable) () -> map().optional("count").list()),
        Arguments.of(
            "`name` is read as text that matches [0-9]+",
            (ThrowingCallable)
                () -> map().required("name").text(Pattern.compile("[0-9]+"), "digits")),
        Arguments.of(
            "`name` is read as a map", (ThrowingCallable) () -> map().required("name").map()),
        Arguments.of(
            "`list` is read as one of [all]",
            (ThrowingCallable) () -> map().optional("list").oneOf(List.of("all"))),
        Arguments.of(
            "`a member of list` is read as true or false",
            (ThrowingCallable) () -> map().optional("list").list().get(0).bool()));
  }

  @ParameterizedTest
  @MethodSource("wrongQuestions")
  void aQuestionThatTheSchemaDoesNotDeclareFails(String message, ThrowingCallable question) {
    assertThatThrownBy(question).isInstanceOf(AssertionError.class).hasMessageContaining(message);
  }

  @Test
  void whatIsDeclaredIsRead() {
    MapReader map = map();
    assertThat(map.required("name").text(Pattern.compile("[a-z]+"), "letters")).isPresent();
    assertThat(map.optional("count").integer(1, 9)).isPresent();
    assertThat(map.optional("list").texts()).hasSize(1);
    map.finish();
  }
}
