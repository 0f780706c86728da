package io.safeops.document;

import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import java.time.Duration;
import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key, to be read as a type of the schema. It returns the typed value, or reports
 * what the file has instead. An absent value returns nothing and reports nothing.
 */
public final class Value {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  /** Longest text with a pattern, in characters: the length of a path (PATH_MAX, limits.h). */
  private static final int MAX_LENGTH = 4096;

  static final Schema ANYTHING = new Schema.Anything();

  private final String name;
  private final @Nullable DocumentNode node;
  private final Position at;
  private final Problems problems;
  private final Schema schema;

  Value(String name, @Nullable DocumentNode node, Position at, Schema schema, Problems problems) {
    this.name = name;
    this.node = node;
    this.at = at;
    this.schema = schema;
    this.problems = problems;
  }

  /** The root of a document that has no schema as a value. */
  public static Value root(DocumentNode node, Problems problems) {
    return root(node, ANYTHING, problems);
  }

  /** The root of a document as a value; only what the schema declares can be read of it. */
  public static Value root(DocumentNode node, Schema schema, Problems problems) {
    return of("the file", node, schema, problems);
  }

  /** A tree that is read again; messages call it {@code name}. */
  public static Value of(String name, DocumentNode node, Schema schema, Problems problems) {
    return new Value(name, node, node.at(), schema, problems);
  }

  /** An absent value of this name at the position of this value. */
  public Value absent(String absentName) {
    return new Value(absentName, null, at, ANYTHING, problems);
  }

  public boolean isPresent() {
    return node != null;
  }

  public boolean isMap() {
    return node instanceof Mapping;
  }

  public boolean isList() {
    return node instanceof Sequence;
  }

  public boolean isText() {
    return node instanceof Scalar;
  }

  /** The position of the value, or the position where it is missing. */
  public Position at() {
    return at;
  }

  /** The name of the value in messages. */
  public String name() {
    return name;
  }

  /** The tree of the value, to be read later; empty if it is absent. */
  public Optional<DocumentNode> node() {
    return Optional.ofNullable(node);
  }

  /** Reports a problem with this value. */
  public void report(String message) {
    problems.add(at, message);
  }

  /** The text as written, which can give the position of each of its characters. */
  public Optional<Scalar> scalar() {
    assert isAnything() || schema.allowsText() : question("text");
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof Scalar scalar) {
      return Optional.of(scalar);
    }
    report("`" + name + "`: expected text, found " + node.kind());
    return Optional.empty();
  }

  /** Any text, as written. */
  public Optional<Located<String>> text() {
    return scalar().map(scalar -> new Located<>(scalar.text(), at));
  }

  /** Any text, or "" where there is none. */
  public String textOrEmpty() {
    return text().map(Located::value).orElse("");
  }

  /** Text that matches the whole pattern; {@code expected} describes the pattern in messages. */
  public Optional<Located<String>> text(Pattern pattern, String expected) {
    assert isAnything() || schema.allows(form -> isTextOf(form, pattern))
        : question("text that matches " + pattern);
    Optional<Located<String>> text = text();
    if (text.isPresent() && text.get().value().length() > MAX_LENGTH) {
      report(
          "`%s`: %d characters, more than %d; expected %s"
              .formatted(name, text.get().value().length(), MAX_LENGTH, expected));
      return Optional.empty();
    }
    if (text.isPresent() && !pattern.matcher(text.get().value()).matches()) {
      report("`" + name + "`: " + quote(text.get().value()) + " is not " + expected);
      return Optional.empty();
    }
    return text;
  }

  /** One of these words. */
  public Optional<Located<String>> oneOf(Collection<String> words) {
    assert isAnything()
            || schema.allows(
                form ->
                    form instanceof Schema.Words it
                        && Set.copyOf(it.words()).equals(Set.copyOf(words)))
        : question("one of " + words);
    Optional<Located<String>> text = text();
    if (text.isPresent() && !words.contains(text.get().value())) {
      String written = text.get().value();
      report(
          "`" + name + "`: " + quote(written) + " is unknown" + NearestName.hint(written, words));
      return Optional.empty();
    }
    return text;
  }

  /** A decimal number; {@code 0644} is refused because its base is not clear. */
  public Optional<Located<Long>> integer(long min, long max) {
    assert isAnything()
            || schema.allows(
                form ->
                    form instanceof Schema.WholeNumber it && it.least() <= min && max <= it.most())
        : question("a number from " + min + " to " + max);
    Optional<Located<String>> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String written = text.get().value();
    if (!written.matches("-?(0|[1-9][0-9]{0,17})")) {
      report("`" + name + "`: expected a whole number, found " + quote(written));
      return Optional.empty();
    }
    long value = Long.parseLong(written);
    if (value < min || value > max) {
      report("`%s`: %d is not between %d and %d".formatted(name, value, min, max));
      return Optional.empty();
    }
    return Optional.of(new Located<>(value, at));
  }

  /** {@code true} or {@code false}; no other spelling is accepted. */
  public Optional<Located<Boolean>> bool() {
    assert isAnything() || schema.allows(form -> form instanceof Schema.Flag)
        : question("true or false");
    Optional<Located<String>> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String written = text.get().value();
    if (!written.equals("true") && !written.equals("false")) {
      report("`" + name + "`: expected true or false, found " + quote(written));
      return Optional.empty();
    }
    return Optional.of(new Located<>(written.equals("true"), at));
  }

  /** A number with a unit: {@code 500ms}, {@code 20s}, {@code 5m}, {@code 12h}, {@code 2d}. */
  public Optional<Located<Duration>> duration() {
    assert isAnything() || schema.allows(form -> form instanceof Schema.Duration)
        : question("a duration");
    Optional<Located<String>> text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> duration = parseDuration(text.get().value());
    if (duration.isEmpty()) {
      report(
          "`%s`: expected a duration such as 500ms, 20s, 5m, 12h or 2d, found %s"
              .formatted(name, quote(text.get().value())));
    }
    return duration.map(value -> new Located<>(value, at));
  }

  /** Parses a duration as {@link #duration()} does, for a value that is not from a file. */
  public static Optional<Duration> parseDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }

  /** The members of a list, each built on access; empty if the value is absent. */
  public List<Value> list() {
    Optional<Schema.ListOf> form = schema.form(Schema.ListOf.class);
    assert isAnything() || form.isPresent() : question("a list");
    if (node == null) {
      return List.of();
    }
    if (node instanceof Sequence sequence) {
      return new Members(sequence, form.map(Schema.ListOf::member).orElse(ANYTHING));
    }
    report("`" + name + "`: expected a list, found " + node.kind());
    return List.of();
  }

  /** The members of a list of texts. */
  public List<Located<String>> texts() {
    return list().stream().flatMap(value -> value.text().stream()).toList();
  }

  /** A map with a fixed set of keys. Call {@link MapReader#finish()} at the end. */
  public MapReader map() {
    Optional<Schema.Fields> form = schema.form(Schema.Fields.class);
    assert isAnything() || form.isPresent() : question("a map with fixed keys");
    return new MapReader(mapping(), at, form, problems);
  }

  /** The entries of a map with free keys, in file order; empty if the value is absent. */
  public List<NamedValue> entries() {
    assert isAnything()
            || schema.allows(form -> form instanceof Schema.MapOf || form instanceof Schema.Fields)
        : question("a map with free keys");
    Mapping mapping = mapping();
    if (mapping == null) {
      return List.of();
    }
    return mapping.entries().stream()
        .map(
            entry ->
                new NamedValue(
                    new Located<>(entry.key().text(), entry.key().at()),
                    new Value(
                        entry.key().text(),
                        entry.value(),
                        entry.value().at(),
                        ofEntry(entry.key().text()),
                        problems)))
        .toList();
  }

  private Schema ofEntry(String key) {
    Optional<Schema> free = schema.form(Schema.MapOf.class).map(Schema.MapOf::value);
    return free.or(
            () ->
                schema
                    .form(Schema.Fields.class)
                    .flatMap(fields -> fields.key(key))
                    .map(Schema.Key::schema))
        .orElse(ANYTHING);
  }

  private boolean isAnything() {
    return schema.allows(form -> form instanceof Schema.Anything);
  }

  private static boolean isTextOf(Schema form, Pattern pattern) {
    return form instanceof Schema.Text text
        && text.pattern().filter(each -> each.pattern().equals(pattern.pattern())).isPresent();
  }

  private String question(String read) {
    return "`" + name + "` is read as " + read + ", which its schema does not declare: " + schema;
  }

  private final class Members extends AbstractList<Value> implements RandomAccess {
    private final Sequence sequence;
    private final Schema member;

    Members(Sequence sequence, Schema member) {
      this.sequence = sequence;
      this.member = member;
    }

    @Override
    public Value get(int index) {
      DocumentNode item = sequence.items().get(index);
      return new Value("a member of " + name, item, item.at(), member, problems);
    }

    @Override
    public int size() {
      return sequence.items().size();
    }
  }

  /** A free key and its value. */
  public record NamedValue(Located<String> key, Value value) {}

  private @Nullable Mapping mapping() {
    if (node == null) {
      return null;
    }
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    report("`" + name + "`: expected a map, found " + node.kind());
    return null;
  }

  /** A value for a message: quoted, on one line, cut after 60 characters. */
  public static String quote(String value) {
    String shown = value.length() > 60 ? value.substring(0, 60) + "..." : value;
    StringBuilder line = new StringBuilder();
    shown
        .codePoints()
        .forEach(
            c -> {
              if (Printable.isUnsafe(c)) {
                line.append("\\u%04x".formatted(c));
              } else {
                line.appendCodePoint(c);
              }
            });
    return '"' + line.toString() + '"';
  }
}
