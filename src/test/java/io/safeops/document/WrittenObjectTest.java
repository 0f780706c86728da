package io.safeops.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.Schema.Decimal;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Flag;
import io.safeops.document.Schema.MapOf;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.WholeNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is written in JSON, in a test, that the schema does not describe. */
class WrittenObjectTest {

  private static final Fields INNER = Schema.fields(Schema.required("id", Schema.text(), "an id"));

  private static final Fields FORM =
      Schema.fields(
          Schema.required("name", Schema.text(Pattern.compile("[a-z]+"), "letters"), "a name"),
          Schema.optional("count", new WholeNumber(1, 9), "a number"),
          Schema.optional("seconds", new Decimal(), "a length"),
          Schema.optional("done", new Flag(), "whether"),
          Schema.optional("word", Schema.meanings("a", "the first", "b", "the second"), "a word"),
          Schema.optional("open", Schema.meanings("a", "the first").orOthers(), "any word"),
          Schema.optional("form", Schema.word("f/1"), "the format"),
          Schema.optional("items", Schema.someOf(new Named("inner", () -> INNER)), "items"),
          Schema.optional("either", Schema.anyOf(new Flag(), Schema.text()), "one of two"),
          Schema.optional("map", new MapOf(Schema.text(), new Decimal()), "by name"));

  private static WrittenObject named() {
    return WrittenObject.by(FORM).with("name", "x");
  }

  @Test
  void whatIsDeclaredIsWrittenInOrder() {
    Map<String, Object> object =
        named()
            .with("map", Map.of("m", 0.5))
            .with("count", 9L)
            .with("seconds", 2)
            .with("done", false)
            .with("word", "b")
            .with("open", "c")
            .with("form", "f/1")
            .with("either", "t")
            .withAll(Map.of("items", List.of(Map.of("id", ""))))
            .done();
    assertThat(object.keySet())
        .containsExactly(
            "name", "map", "count", "seconds", "done", "word", "open", "form", "either", "items");
  }

  static List<Arguments> misfits() {
    List<Arguments> misfits = new ArrayList<>();
    misfits.add(Arguments.of("does not declare /nam", "nam", "x"));
    misfits.add(Arguments.of("does not allow /name = X", "name", "X"));
    misfits.add(Arguments.of("does not allow /name = 1", "name", 1));
    misfits.add(Arguments.of("does not allow /count = 10", "count", 10));
    misfits.add(Arguments.of("does not allow /count = 0", "count", 0));
    misfits.add(Arguments.of("does not allow /count = 1", "count", "1"));
    misfits.add(Arguments.of("does not allow /count = 1.5", "count", 1.5));
    misfits.add(Arguments.of("does not allow /seconds = -1.0", "seconds", -1.0));
    misfits.add(Arguments.of("does not allow /done = true", "done", "true"));
    misfits.add(Arguments.of("does not allow /word = c", "word", "c"));
    misfits.add(Arguments.of("does not allow /open = 1", "open", 1));
    misfits.add(Arguments.of("does not allow /form = f/2", "form", "f/2"));
    misfits.add(Arguments.of("does not allow /items = []", "items", List.of()));
    misfits.add(Arguments.of("does not allow /items = x", "items", "x"));
    misfits.add(Arguments.of("does not allow /items/0 = x", "items", List.of("x")));
    misfits.add(Arguments.of("requires /items/0/id", "items", List.of(Map.of())));
    misfits.add(
        Arguments.of(
            "does not allow /items/1/id = 1", "items", List.of(Map.of("id", ""), Map.of("id", 1))));
    misfits.add(
        Arguments.of("does not allow /items/0 = null", "items", Arrays.asList(new Object[1])));
    misfits.add(Arguments.of("does not allow /either = 1", "either", 1));
    misfits.add(Arguments.of("does not allow /map = []", "map", List.of()));
    misfits.add(Arguments.of("does not allow /map/m = -1", "map", Map.of("m", -1)));
    return misfits;
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void whatIsNotDeclaredFails(String message, String key, Object value) {
    WrittenObject object = named().with(key, value);
    assertThatThrownBy(object::done)
        .isInstanceOf(AssertionError.class)
        .hasMessage("the schema " + message);
  }

  @Test
  void aKeyThatIsMissingFails() {
    WrittenObject empty = WrittenObject.by(FORM);
    assertThatThrownBy(empty::done)
        .isInstanceOf(AssertionError.class)
        .hasMessage("the schema requires /name");
  }
}
