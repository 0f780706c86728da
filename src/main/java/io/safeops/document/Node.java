package io.safeops.document;

import java.util.List;
import java.util.Optional;

/** A piece of a document that knows where it stands. Nothing in it has a type yet but text. */
public sealed interface Node permits Node.Scalar, Node.Sequence, Node.Mapping {

  /** Where it begins. */
  Position at();

  /** What it is, in words for a message. */
  String kind();

  /**
   * Text exactly as written, whatever YAML would make of it: {@code 12:30}, {@code 1e3}, {@code
   * no}, {@code 0644} are these characters. The reader of a schema gives it a type.
   */
  record Scalar(String text, boolean plain, Position at, Span span) implements Node {

    /** A text that stands in no file, as if it were the whole of one. */
    public static Scalar of(String name, String text) {
      Source source = new Source(name, text);
      Span whole = new Span(source, 0, source.length(), Span.Style.PLAIN);
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
  record Sequence(List<Node> items, Position at) implements Node {
    public Sequence {
      items = items instanceof JsonTree.Members ? items : List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys and values in the order of the file, no key twice. */
  record Mapping(List<Entry> entries, Position at) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry of a key. */
    public Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }

    @Override
    public String kind() {
      return "a map";
    }
  }

  /** One key and its value. */
  record Entry(Scalar key, Node value) {}
}
