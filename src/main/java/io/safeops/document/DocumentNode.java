package io.safeops.document;

import java.util.List;
import java.util.Optional;

/**
 * A node of a document tree, with its position in the file. All values are still text: types are
 * checked later.
 */
public sealed interface DocumentNode
    permits DocumentNode.Scalar, DocumentNode.Sequence, DocumentNode.Mapping {

  /** Where it begins. */
  Position at();

  /** The kind of node, as messages name it. */
  String kind();

  /**
   * Text exactly as written, not converted as YAML would: {@code 12:30}, {@code 1e3}, {@code no}
   * and {@code 0644} stay these characters. The code that reads the file's schema gives it a type.
   */
  record Scalar(String text, boolean plain, Position at, ScalarSpan span) implements DocumentNode {

    /** Text that comes from no file. It is treated as the whole content of a file of this name. */
    public static Scalar of(String name, String text) {
      SourceText source = new SourceText(name, text);
      ScalarSpan whole = new ScalarSpan(source, 0, source.length(), ScalarSpan.Style.PLAIN);
      return new Scalar(text, false, new Position(name, 1, 1), whole);
    }

    /** The same text at another position. */
    public Scalar at(Position place) {
      return new Scalar(text, plain, place, span);
    }

    /** Another text at the same position. */
    public Scalar withText(String newText) {
      return replacing(List.of(new Replacement(0, text.length(), newText)));
    }

    /**
     * The text with some parts replaced, at the same position.
     *
     * @param parts in their order; none overlaps another one
     */
    public Scalar replacing(List<Replacement> parts) {
      StringBuilder replaced = new StringBuilder();
      int kept = 0;
      for (Replacement part : parts) {
        replaced.append(text, kept, part.from()).append(part.by());
        kept = part.to();
      }
      replaced.append(text.substring(kept));
      return new Scalar(replaced.toString(), plain, at, span.replacing(text, parts));
    }

    /** Where it ends in the file, with its closing quote; none for a block of lines. */
    public Optional<Position> end() {
      return span.end();
    }

    /**
     * Whether the value is null: an empty plain scalar, {@code ~} or {@code null} without quotes.
     */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    /**
     * The position in the file of the character {@code offset} of {@link #text}. Works for every
     * style of scalar. If the character is of a text that was filled in, the position is that of
     * what was replaced by it.
     *
     * @param offset in UTF-16 units, from 0; the length of the text means its end
     */
    public Position positionOf(int offset) {
      return span.positionOf(text, offset);
    }

    @Override
    public String kind() {
      return isNull() ? "nothing" : "text";
    }
  }

  /**
   * A list.
   *
   * @param items for a large JSON file, each access builds the item again
   */
  record Sequence(List<DocumentNode> items, Position at) implements DocumentNode {
    public Sequence {
      items = items instanceof JsonTreeBuilder.JsonMembers ? items : List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and values in the order of the file, no key twice. */
  record Mapping(List<MapEntry> entries, Position at) implements DocumentNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of a key. */
    public Optional<MapEntry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    @Override
    public String kind() {
      return "a map";
    }
  }

  /** One key and its value. */
  record MapEntry(Scalar key, DocumentNode value) {}
}
