package io.safeops.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Builds from JSON the same tree that {@link YamlTreeBuilder} builds from YAML. The facts of a
 * large cluster are megabytes, and a JSON parser reads them many times faster than a YAML parser.
 * The tree takes ten times the memory of the file. So the members of the outermost lists are only
 * checked at first; each access to a member builds its tree again.
 */
final class JsonTreeBuilder {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(YamlTreeBuilder.MAX_DEPTH)
                  .maxStringLength(YamlFile.MAX_JSON_BYTES)
                  .build())
          .build();

  private final JsonParser parser;
  private final String file;
  private final SourceText source;
  private final TextRange start;
  private final boolean whole;

  /** A range of the text: first and last character, and the line and column of the first. */
  private record TextRange(int from, int to, int line, int column) {}

  private JsonTreeBuilder(JsonParser parser, SourceText source, TextRange start, boolean whole) {
    this.parser = parser;
    this.file = source.file();
    this.source = source;
    this.start = start;
    this.whole = whole;
  }

  static DocumentNode read(String file, String text) throws DocumentException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return read(parser, file, text);
    } catch (JsonProcessingException e) {
      @Nullable JsonLocation at = e.getLocation();
      throw new DocumentException(
          at == null ? Position.ofFile(file) : position(file, at),
          "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new DocumentException(Position.ofFile(file), "not JSON: " + e.getMessage());
    }
  }

  private static DocumentNode read(JsonParser parser, String file, String text)
      throws IOException, DocumentException {
    try {
      if (parser.nextToken() == null) {
        throw new DocumentException(Position.ofFile(file), "the file is empty");
      }
      TextRange all = new TextRange(0, text.length(), 1, 1);
      JsonTreeBuilder tree = new JsonTreeBuilder(parser, new SourceText(file, text), all, true);
      DocumentNode root = tree.node();
      if (parser.nextToken() != null) {
        throw new DocumentException(tree.position(), "a second document begins here");
      }
      return root;
    } catch (StreamConstraintsException e) {
      // It has no place of its own, and names a setting of the parser.
      throw new DocumentException(
          position(file, parser.currentLocation()),
          "not JSON: " + e.getOriginalMessage().replaceFirst(", from `[^`]*`", ""));
    }
  }

  private static Position position(String file, JsonLocation at) {
    return new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  private DocumentNode node() throws IOException {
    Position at = position();
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(at);
      case START_ARRAY -> sequence(at);
      case VALUE_STRING -> scalar(at, false);
      default -> scalar(at, true);
    };
  }

  private Mapping mapping(Position at) throws IOException {
    List<MapEntry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Scalar key = scalar(position(), false);
      parser.nextToken();
      entries.add(new MapEntry(key, node()));
    }
    return new Mapping(entries, at);
  }

  private Sequence sequence(Position at) throws IOException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(whole && parser.currentToken() == JsonToken.START_OBJECT ? skipMember() : node());
    }
    return new Sequence(new JsonMembers(source, items), at);
  }

  /** Finds syntax errors now; errors against the schema are found when the member is read. */
  private TextRange skipMember() throws IOException {
    JsonLocation begin = parser.currentTokenLocation();
    parser.skipChildren();
    return new TextRange(
        (int) begin.getCharOffset(),
        (int) parser.currentLocation().getCharOffset(),
        begin.getLineNr(),
        begin.getColumnNr());
  }

  private static DocumentNode at(SourceText source, TextRange textRange) {
    try (JsonParser parser =
        FACTORY.createParser(source.text().substring(textRange.from(), textRange.to()))) {
      parser.nextToken();
      return new JsonTreeBuilder(parser, source, textRange, false).node();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "a part of the file parsed at first and does not parse now", e);
    }
  }

  /** The members of a list: trees, or ranges of the text to build them from. */
  static final class JsonMembers extends AbstractList<DocumentNode> implements RandomAccess {
    private final SourceText source;
    private final List<Object> items;

    private JsonMembers(SourceText source, List<Object> items) {
      this.source = source;
      this.items = items;
    }

    @Override
    public DocumentNode get(int index) {
      Object item = items.get(index);
      return item instanceof TextRange textRange ? at(source, textRange) : (DocumentNode) item;
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  private Scalar scalar(Position at, boolean plain) throws IOException {
    String text = parser.getText();
    int from = start.from() + (int) parser.currentTokenLocation().getCharOffset();
    ScalarSpan.Style style = plain ? ScalarSpan.Style.PLAIN : ScalarSpan.Style.DOUBLE;
    return new Scalar(text, plain, at, new ScalarSpan(source, from, from + text.length(), style));
  }

  private Position position() {
    JsonLocation location = parser.currentTokenLocation();
    int before = location.getLineNr() == 1 ? start.column() - 1 : 0;
    return new Position(
        file, start.line() + location.getLineNr() - 1, before + location.getColumnNr());
  }
}
