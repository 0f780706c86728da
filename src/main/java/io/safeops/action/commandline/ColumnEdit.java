package io.safeops.action.commandline;

import io.safeops.action.commandline.ColumnValue.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code set}, {@code add}, {@code remove} or {@code clear} of {@code ovs-vsctl}, {@code
 * ovn-nbctl} or {@code ovn-sbctl} does to one column of one row.
 *
 * @param table its full name
 * @param row as it is written: a name, a UUID, or {@code .} in a table with one row
 * @param column its full name
 */
public record ColumnEdit(Verb verb, String table, String row, String column, ColumnValue value) {

  /** What is done to the column. */
  public enum Verb {
    /** Replaces the whole value. */
    SET,
    /** Sets pairs of a map and keeps the others. */
    PUT,
    /** Adds elements, or pairs whose keys are not there yet. */
    ADD,
    /** Removes elements, or keys, or pairs if they have this value. */
    REMOVE,
    /** Empties it. */
    CLEAR
  }

  /**
   * Reads a command; empty if it is another one, or if the program would refuse it.
   *
   * @param names the tables of the program's database
   */
  public static Optional<List<ColumnEdit>> read(CommandPart part, TableNames names) {
    List<String> words = part.words();
    Optional<String> table = words.size() < 3 ? Optional.empty() : names.table(words.get(1));
    if (words.size() < 4 || table.isEmpty()) {
      return Optional.empty();
    }
    String row = words.get(2);
    return switch (part.command()) {
      case "set" -> {
        List<ColumnEdit> edits = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
          Optional<ColumnEdit> edit = assignment(table.get(), row, word, names);
          if (edit.isEmpty()) {
            yield Optional.empty();
          }
          edits.add(edit.get());
        }
        yield Optional.of(edits);
      }
      case "add" -> values(Verb.ADD, table.get(), words, names);
      case "remove" -> values(Verb.REMOVE, table.get(), words, names);
      case "clear" -> {
        List<ColumnEdit> edits = new ArrayList<>();
        for (String word : words.subList(3, words.size())) {
          Optional<String> column = names.column(table.get(), word);
          if (column.isEmpty()) {
            yield Optional.empty();
          }
          edits.add(
              new ColumnEdit(
                  Verb.CLEAR, table.get(), row, column.get(), new ColumnValue(List.of())));
        }
        yield Optional.of(edits);
      }
      default -> Optional.empty();
    };
  }

  /** Reads {@code COLUMN=VALUE} or {@code COLUMN:KEY=VALUE}. */
  public static Optional<ColumnEdit> assignment(
      String table, String row, String word, TableNames names) {
    ColumnValue.Words words = new ColumnValue.Words(word);
    Optional<String> column = words.next().flatMap(written -> names.column(table, written));
    if (column.isEmpty()) {
      return Optional.empty();
    }
    if (words.take(':')) {
      Optional<String> key = words.next();
      return key.isPresent() && words.take('=')
          ? Optional.of(
              new ColumnEdit(
                  Verb.PUT, table, row, column.get(), ColumnValue.pair(key.get(), words.rest())))
          : Optional.empty();
    }
    return words.take('=')
        ? ColumnValue.of(words.rest())
            .map(value -> new ColumnEdit(Verb.SET, table, row, column.get(), value))
        : Optional.empty();
  }

  private static Optional<List<ColumnEdit>> values(
      Verb verb, String table, List<String> words, TableNames names) {
    Optional<String> column = names.column(table, words.get(3));
    if (column.isEmpty()) {
      return Optional.empty();
    }
    List<Item> items = new ArrayList<>();
    for (String word : words.subList(4, words.size())) {
      Optional<ColumnValue> value = ColumnValue.of(word);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      items.addAll(value.get().items());
    }
    return Optional.of(
        List.of(new ColumnEdit(verb, table, words.get(2), column.get(), new ColumnValue(items))));
  }

  /** The map after the edit. */
  public Map<String, String> map(Map<String, String> before) {
    Map<String, String> after = new TreeMap<>(before);
    if (verb == Verb.SET || verb == Verb.CLEAR) {
      after.clear();
    }
    for (Item item : value.items()) {
      if (verb == Verb.REMOVE) {
        if (item.value().map(text -> text.equals(before.get(item.name()))).orElse(true)) {
          after.remove(item.name());
        }
      } else if (verb == Verb.ADD) {
        after.putIfAbsent(item.name(), item.value().orElse(""));
      } else {
        after.put(item.name(), item.value().orElse(""));
      }
    }
    return after;
  }

  /** The set after the edit, sorted as OVSDB keeps it. */
  public List<String> set(List<String> before) {
    List<String> after =
        new ArrayList<>(verb == Verb.SET || verb == Verb.CLEAR ? List.of() : before);
    if (verb == Verb.REMOVE) {
      after.removeAll(value.names());
    } else {
      after.addAll(value.names());
    }
    return after.stream().distinct().sorted().toList();
  }

  /** The numbers after the edit, sorted; words that are no numbers are left out. */
  public List<Long> numbers(List<Long> before) {
    return set(before.stream().map(String::valueOf).toList()).stream()
        .filter(word -> word.matches("[0-9]{1,9}"))
        .map(Long::parseLong)
        .sorted()
        .toList();
  }

  /** The value after the edit of a column that has at most one. */
  public Optional<String> one(Optional<String> before) {
    return set(before.stream().toList()).stream().findFirst();
  }

  /** The same for a number. */
  public Optional<Long> number(Optional<Long> before) {
    return numbers(before.stream().toList()).stream().findFirst();
  }

  /**
   * The same for a column that is true or false.
   *
   * @param missing its value where the column is empty
   */
  public boolean flag(boolean before, boolean missing) {
    return one(Optional.of(String.valueOf(before))).map("true"::equals).orElse(missing);
  }
}
