package io.safeops.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a file may have at one place. A reader that reads a document by its schema ({@link
 * Value#root(DocumentNode, Schema, Problems)}) can ask only for what the schema declares: while
 * assertions are on, as in tests, any other question ends in an {@link AssertionError}. So the
 * schema says what the reader accepts, and {@code safeops schema} can print it for editors. What
 * depends on other places of the file, or on other files, the reader alone decides.
 *
 * <p>What safeops itself writes in JSON has a schema, too: a {@link WrittenObject} takes only what
 * its schema declares.
 */
public sealed interface Schema {

  /**
   * Text, read as it is written: {@code 12:30}, {@code no} and {@code 0644} are such texts.
   *
   * @param pattern what the whole text matches; empty for any text. It may match more than the
   *     reader accepts, never less
   * @param expected what is expected, in words; may be empty
   * @param quoted whether YAML never takes such a text for a number or a truth value
   */
  record Text(Optional<Pattern> pattern, String expected, boolean quoted) implements Schema {}

  /** One of these words. */
  record Words(List<String> words) implements Schema {
    public Words {
      words = List.copyOf(words);
    }
  }

  /** A whole number, from {@code least} to {@code most}. */
  record WholeNumber(long least, long most) implements Schema {}

  /** {@code true} or {@code false}. */
  record Flag() implements Schema {}

  /** A number with a unit: {@code 500ms}, {@code 20s}, {@code 5m}, {@code 12h}, {@code 2d}. */
  record Duration() implements Schema {}

  /**
   * A list.
   *
   * @param least how many members it has at least
   */
  record ListOf(Schema member, int least) implements Schema {}

  /**
   * A map with free keys.
   *
   * @param key what a key looks like
   */
  record MapOf(Schema key, Schema value) implements Schema {}

  /**
   * A map with a fixed set of keys.
   *
   * @param rules which of them go together
   */
  record Fields(List<Key> keys, List<Rule> rules) implements Schema {
    public Fields {
      keys = List.copyOf(keys);
      rules = List.copyOf(rules);
      if (keys.stream().map(Key::name).distinct().count() < keys.size()) {
        throw new IllegalArgumentException("a key twice");
      }
    }

    /** The key of a name. */
    public Optional<Key> key(String name) {
      return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** The same, with one more key. */
    public Fields and(Key key) {
      return new Fields(append(keys, key), rules);
    }

    /** The same, and exactly one of these keys has a value. */
    public Fields exactlyOneOf(String... names) {
      return with(new AtLeastOne(List.of(names))).with(new AtMostOne(List.of(names)));
    }

    /** The same, and at least one of these keys has a value. */
    public Fields atLeastOneOf(String... names) {
      return with(new AtLeastOne(List.of(names)));
    }

    /** The same, and at most one of these keys has a value. */
    public Fields atMostOneOf(String... names) {
      return with(new AtMostOne(List.of(names)));
    }

    /**
     * The same, and exactly one of these keys is there, with or without a value.
     *
     * @param what what such a key is, for messages
     */
    public Fields oneKeyOf(String what, Collection<String> names) {
      return with(new OneKey(what, List.copyOf(names)));
    }

    /** The same, and where {@code name} has a value, {@code other} has one. */
    public Fields needs(String name, String other) {
      return with(new Needs(name, other));
    }

    private Fields with(Rule rule) {
      return new Fields(keys, append(rules, rule));
    }

    boolean isRequired(String name) {
      return key(name).filter(Key::required).isPresent();
    }

    /** Whether a reader may say that a key is missing. */
    boolean mayNeed(String name) {
      return isRequired(name)
          || rules.stream().anyMatch(rule -> rule instanceof Needs it && it.other().equals(name));
    }

    private static <T> List<T> append(List<T> list, T last) {
      List<T> all = new ArrayList<>(list);
      all.add(last);
      return all;
    }
  }

  /** Which keys of a map go together. A key with nothing after it has no value. */
  sealed interface Rule {}

  /** At least one of the keys has a value. */
  record AtLeastOne(List<String> names) implements Rule {}

  /** At most one of the keys has a value. */
  record AtMostOne(List<String> names) implements Rule {}

  /**
   * Exactly one of the keys is there, with or without a value.
   *
   * @param what what such a key is, for messages
   */
  record OneKey(String what, List<String> names) implements Rule {}

  /** Where the one has a value, the other has one. */
  record Needs(String name, String other) implements Rule {}

  /**
   * A key of a map.
   *
   * @param required whether it must have a value. A key that need not counts as left out if nothing
   *     comes after it
   * @param description what its value is, for an operator who writes the file
   */
  record Key(String name, boolean required, Schema schema, String description) {
    public Key {
      if (description.isBlank()) {
        throw new IllegalArgumentException("the key " + name + " has no description");
      }
    }
  }

  /** One of several forms. */
  record AnyOf(List<Schema> choices) implements Schema {
    public AnyOf {
      choices = List.copyOf(choices);
    }
  }

  /** Anything; another file, or another place of this one, says what. */
  record Anything() implements Schema {}

  /** The same, where every text may have parameters of a plan in it: {@code ${NAME}}. */
  record WithParameters(Schema schema) implements Schema {}

  /**
   * One of several words, each with what it means. Only in what safeops writes.
   *
   * @param meanings what each word means, in the order of the page
   * @param others whether another version of safeops may have more words
   */
  record Meanings(Map<String, String> meanings, boolean others) implements Schema {
    public Meanings {
      meanings = Collections.unmodifiableMap(new LinkedHashMap<>(meanings));
    }

    /** The same, and another version of safeops may have more words. */
    public Meanings orOthers() {
      return new Meanings(meanings, true);
    }
  }

  /** A number, perhaps with a fraction, that is not negative. Only in what safeops writes. */
  record Decimal() implements Schema {}

  /**
   * A map in which the word at one key says what another key has. Only in what safeops writes.
   *
   * @param fields all keys
   * @param word the key that has the word
   * @param told the key of which the word says what it has
   * @param cases what {@code told} has, by the word; with any other word it has what {@code fields}
   *     says
   */
  record ByWord(Fields fields, String word, String told, Map<String, Schema> cases)
      implements Schema {
    public ByWord {
      cases = Collections.unmodifiableMap(new LinkedHashMap<>(cases));
    }
  }

  /**
   * A schema that is used in several places, or inside of itself.
   *
   * @param name unique in one kind of file
   */
  record Named(String name, Supplier<Schema> schema) implements Schema {}

  /** Any text. */
  static Text text() {
    return new Text(Optional.empty(), "", false);
  }

  /** Text that matches the whole pattern; {@code expected} describes it. */
  static Text text(Pattern pattern, String expected) {
    return new Text(Optional.of(pattern), expected, false);
  }

  /** The same, for a text that YAML never takes for a number or a truth value. */
  static Text quoted(Pattern pattern, String expected) {
    return new Text(Optional.of(pattern), expected, true);
  }

  static Words words(Collection<String> words) {
    return new Words(List.copyOf(words));
  }

  static Words word(String word) {
    return new Words(List.of(word));
  }

  /**
   * Words with what they mean.
   *
   * @param wordsAndMeanings a word, what it means, the next word, and so on
   */
  static Meanings meanings(String... wordsAndMeanings) {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (int i = 0; i < wordsAndMeanings.length; i += 2) {
      meanings.put(wordsAndMeanings[i], wordsAndMeanings[i + 1]);
    }
    return new Meanings(meanings, false);
  }

  static ListOf listOf(Schema member) {
    return new ListOf(member, 0);
  }

  /** A list with at least one member. */
  static ListOf someOf(Schema member) {
    return new ListOf(member, 1);
  }

  static AnyOf anyOf(Schema... forms) {
    return new AnyOf(Arrays.asList(forms));
  }

  static Fields fields(Key... keys) {
    return new Fields(Arrays.asList(keys), List.of());
  }

  /** A key that must have a value. */
  static Key required(String name, Schema schema, String description) {
    return new Key(name, true, schema, description);
  }

  /** A key that may be left out. */
  static Key optional(String name, Schema schema, String description) {
    return new Key(name, false, schema, description);
  }

  /** Whether some form of this schema is as described. */
  default boolean allows(Predicate<Schema> form) {
    return forms().anyMatch(form);
  }

  /** Whether a text may stand here. */
  default boolean allowsText() {
    return allows(
        form ->
            form instanceof Text
                || form instanceof Words
                || form instanceof WholeNumber
                || form instanceof Flag
                || form instanceof Duration);
  }

  /** The forms that a value may have here; none of them refers to other forms. */
  default Stream<Schema> forms() {
    if (this instanceof AnyOf several) {
      return several.choices().stream().flatMap(Schema::forms);
    }
    if (this instanceof Named named) {
      return named.schema().get().forms();
    }
    if (this instanceof WithParameters filled) {
      return filled.schema().forms();
    }
    return Stream.of(this);
  }

  /** The form of one type, if there is one. */
  default <T extends Schema> Optional<T> form(Class<T> type) {
    return forms().filter(type::isInstance).map(type::cast).findFirst();
  }
}
