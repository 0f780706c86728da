package io.safeops.action.commandline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A value of a column as a command line gives it: {@code a}, {@code [a,b]}, {@code k=v,k2="v 2"},
 * {@code {}} (ovs-vsctl(8), "Database Values"; OVS source, {@code ovsdb_datum_from_string} in
 * lib/ovsdb-data.c).
 *
 * @param items its elements, or its pairs
 */
public record ColumnValue(List<Item> items) {

  /**
   * An element of a set, or a pair of a map.
   *
   * @param name the element, or the key
   * @param value of the key; empty for an element of a set
   */
  public record Item(String name, Optional<String> value) {}

  private static final String DELIMITERS = ":=, []{}!<>\t\n";

  public ColumnValue {
    items = List.copyOf(items);
  }

  /** One pair whose value is taken as it is written: {@code COLUMN:KEY=VALUE}. */
  static ColumnValue pair(String key, String value) {
    return new ColumnValue(List.of(new Item(key, Optional.of(unquoted(value)))));
  }

  /** Reads a value; empty if the program would refuse it. */
  static Optional<ColumnValue> of(String text) {
    Words words = new Words(text);
    words.skip();
    char close = words.take('[') ? ']' : words.take('{') ? '}' : 0;
    List<Item> items = new ArrayList<>();
    while (words.skip() && words.peek() != close) {
      Optional<String> name = words.next();
      if (name.isEmpty()) {
        return Optional.empty();
      }
      Optional<String> value = Optional.empty();
      if (words.take('=')) {
        value = words.next();
        if (value.isEmpty()) {
          return Optional.empty();
        }
      }
      items.add(new Item(name.get(), value));
    }
    if (close != 0 && !words.take(close)) {
      return Optional.empty();
    }
    return words.skip() ? Optional.empty() : Optional.of(new ColumnValue(items));
  }

  /** The names of the elements, or the keys. */
  public List<String> names() {
    return items.stream().map(Item::name).toList();
  }

  /** Whether every item is a pair. */
  boolean isPairs() {
    return items.stream().allMatch(each -> each.value().isPresent());
  }

  static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\")
        : word;
  }

  /** The tokens of a text. */
  static final class Words {
    private final String text;
    private int at;

    Words(String text) {
      this.text = text;
    }

    /** Skips spaces and commas; false at the end. */
    boolean skip() {
      while (at < text.length() && ", \t\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return at < text.length();
    }

    char peek() {
      return at < text.length() ? text.charAt(at) : 0;
    }

    boolean take(char expected) {
      boolean there = at < text.length() && text.charAt(at) == expected;
      at += there ? 1 : 0;
      return there;
    }

    /** The next token, in quotes or up to a delimiter; empty if there is none. */
    Optional<String> next() {
      int begin = at;
      if (peek() == '"') {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
          at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
          return Optional.empty();
        }
        at++;
        return Optional.of(unquoted(text.substring(begin, at)));
      }
      while (at < text.length() && DELIMITERS.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return at > begin ? Optional.of(text.substring(begin, at)) : Optional.empty();
    }

    String rest() {
      return text.substring(Math.min(at, text.length()));
    }
  }
}
