package io.safeops.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.safeops.document.Node.Entry;
import io.safeops.document.Node.Mapping;
import io.safeops.document.Node.Scalar;
import io.safeops.document.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the same tree from JSON as {@link TreeBuilder} from YAML: facts of a large cluster are
 * megabytes, and a JSON parser reads them many times faster than a YAML one.
 */
final class JsonTree {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(TreeBuilder.MAX_DEPTH)
                  .maxStringLength(YamlFile.MAX_JSON_BYTES)
                  .build())
          .build();

  private final JsonParser parser;
  private final String file;
  private final Source source;

  private JsonTree(JsonParser parser, String file, Source source) {
    this.parser = parser;
    this.file = file;
    this.source = source;
  }

  static Node read(String file, String text) throws DocumentException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new DocumentException(Position.ofFile(file), "the file is empty");
      }
      JsonTree tree = new JsonTree(parser, file, new Source(file, text));
      Node root = tree.node();
      if (parser.nextToken() != null) {
        throw new DocumentException(tree.position(), "a second document begins here");
      }
      return root;
    } catch (JsonProcessingException e) {
      @Nullable JsonLocation at = e.getLocation();
      throw new DocumentException(
          at == null
              ? Position.ofFile(file)
              : new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr())),
          "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new DocumentException(Position.ofFile(file), "not JSON: " + e.getMessage());
    }
  }

  private Node node() throws IOException {
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
    List<Entry> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Scalar key = scalar(position(), false);
      parser.nextToken();
      entries.add(new Entry(key, node()));
    }
    return new Mapping(entries, at);
  }

  private Sequence sequence(Position at) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node());
    }
    return new Sequence(items, at);
  }

  private Scalar scalar(Position at, boolean plain) throws IOException {
    String text = parser.getText();
    int from = (int) parser.currentTokenLocation().getCharOffset();
    Span.Style style = plain ? Span.Style.PLAIN : Span.Style.DOUBLE;
    return new Scalar(text, plain, at, new Span(source, from, from + text.length(), style));
  }

  private Position position() {
    JsonLocation location = parser.currentTokenLocation();
    return new Position(file, location.getLineNr(), location.getColumnNr());
  }
}
