package io.safeops.document;

import io.safeops.document.Schema.AnyOf;
import io.safeops.document.Schema.ByWord;
import io.safeops.document.Schema.Decimal;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Flag;
import io.safeops.document.Schema.ListOf;
import io.safeops.document.Schema.MapOf;
import io.safeops.document.Schema.Meanings;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Text;
import io.safeops.document.Schema.WholeNumber;
import io.safeops.document.Schema.Words;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first place where a value that is written is not as its schema says. */
final class Misfit {

  private Misfit() {}

  /** Empty if there is no such place; else where it is, and what is wrong there. */
  static Optional<String> of(Schema schema, @Nullable Object value) {
    return at("", schema, value).findFirst();
  }

  private static Stream<String> at(String place, Schema schema, @Nullable Object value) {
    if (schema instanceof Fields fields) {
      return value instanceof Map<?, ?> map ? fields(place, fields, map) : wrong(place, value);
    }
    if (schema instanceof ListOf list) {
      return value instanceof List<?> members && members.size() >= list.least()
          ? IntStream.range(0, members.size())
              .boxed()
              .flatMap(i -> at(place + "/" + i, list.member(), members.get(i)))
          : wrong(place, value);
    }
    if (schema instanceof MapOf map) {
      return value instanceof Map<?, ?> entries
          ? entries.entrySet().stream()
              .flatMap(
                  entry ->
                      Stream.concat(
                          at(place, map.key(), entry.getKey()),
                          at(place + "/" + entry.getKey(), map.value(), entry.getValue())))
          : wrong(place, value);
    }
    if (schema instanceof AnyOf several) {
      return several.choices().stream().anyMatch(each -> of(each, value).isEmpty())
          ? Stream.empty()
          : wrong(place, value);
    }
    if (schema instanceof Named named) {
      return at(place, named.schema().get(), value);
    }
    if (schema instanceof ByWord byWord) {
      return at(place, byWord.fields(), value);
    }
    return isScalar(schema, value) ? Stream.empty() : wrong(place, value);
  }

  private static Stream<String> wrong(String place, @Nullable Object value) {
    return Stream.of("the schema does not allow " + place + " = " + value);
  }

  private static Stream<String> fields(String place, Fields fields, Map<?, ?> map) {
    Stream<String> undeclared =
        map.keySet().stream()
            .map(String::valueOf)
            .filter(key -> fields.key(key).isEmpty())
            .map(key -> "the schema does not declare " + place + "/" + key);
    Stream<String> missing =
        fields.keys().stream()
            .filter(key -> key.required() && !map.containsKey(key.name()))
            .map(key -> "the schema requires " + place + "/" + key.name());
    Stream<String> values =
        fields.keys().stream()
            .filter(key -> map.containsKey(key.name()))
            .flatMap(key -> at(place + "/" + key.name(), key.schema(), map.get(key.name())));
    return Stream.of(undeclared, missing, values).flatMap(each -> each);
  }

  private static boolean isScalar(Schema schema, @Nullable Object value) {
    if (schema instanceof Text text) {
      return value instanceof String is
          && text.pattern().map(pattern -> pattern.matcher(is).matches()).orElse(true);
    }
    if (schema instanceof Words words) {
      return value instanceof String && words.words().contains(value);
    }
    if (schema instanceof Meanings words) {
      return value instanceof String is && (words.others() || words.meanings().containsKey(is));
    }
    if (schema instanceof WholeNumber number) {
      return (value instanceof Integer || value instanceof Long)
          && isWithin(number, ((Number) value).longValue());
    }
    if (schema instanceof Decimal) {
      return value instanceof Number number && number.doubleValue() >= 0;
    }
    return schema instanceof Flag ? value instanceof Boolean : schema instanceof Schema.Anything;
  }

  private static boolean isWithin(WholeNumber number, long value) {
    return number.least() <= value && value <= number.most();
  }
}
