package io.safeops.document;

import java.util.List;
import java.util.Optional;

/** A piece of a document that knows where it stands. Nothing in it has a type yet but text. */
public sealed interface DocumentNode
    permits DocumentNode.Scalar, DocumentNode.Sequence, DocumentNode.Mapping {

  /** Where it begins. */
  Position at();

  /** What it is, in words for a message. */
  String kind();

  /**
   * Text exactly as written, whatever YAML would make of it: {@code 12:30}, {@code 1e3}, {@code
   * no}, {@code 0644} are these characters. The reader of a schema gives it a type.
   */
  record Scalar(String text, boolean plain, Position at, ScalarSpan span) implements DocumentNode {

    /** A text that stands in no file, as if it were the whole of one. */
    public static Scalar of(String name, String text) {
      SourceText source = new SourceText(name, text);
      ScalarSpan whole = new ScalarSpan(source, 0, source.length(), ScalarSpan.Style.PLAIN);
      return new Scalar(text, false, new Position(name, 1, 1), whole);
    }

    /** The same text, as if it stood at another place. */
    public Scalar at(Position place) {
      return new Scalar(text, plain, place, span);
    }

    /** Another text at the same place. */
    public Scalar withText(String newText) {
      return new Scalar(newText, plain, at, span);
    }

    /** Written as nothing: an empty plain scalar, {@code ~} or {@code null} without quotes. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    /**
     * Where the character {@code offset} of {@link #text} stands in the file, in whatever style the
     * scalar is written.
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
   * @param items those of a large file are made anew whenever they are asked for
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
