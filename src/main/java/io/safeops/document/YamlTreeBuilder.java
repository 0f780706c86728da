package io.safeops.document;

import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.events.StreamEndEvent;

/**
 * Builds the tree of one YAML document. Refuses everything that makes a file mean something else
 * than it shows: aliases, anchors, tags, merge keys, duplicate keys, a second document, deep
 * nesting.
 */
final class YamlTreeBuilder {

  static final int MAX_DEPTH = 50;

  private final YamlEventParser parser;
  private final SourceText source;
  private final Problems problems;

  YamlTreeBuilder(YamlEventParser parser, SourceText source, Problems problems) {
    this.parser = parser;
    this.source = source;
    this.problems = problems;
  }

  Optional<DocumentNode> build() throws IOException, DocumentException {
    @Nullable DocumentNode root = null;
    while (true) {
      Event event = parser.next();
      if (event instanceof StreamEndEvent) {
        return Optional.ofNullable(root);
      }
      if (event instanceof DocumentStartEvent && root != null) {
        problems.add(
            position(event), "a second document begins here (`---`): write one document per file");
        return Optional.of(root);
      }
      if (event instanceof NodeEvent node) {
        root = node(node, 1);
      }
    }
  }

  private DocumentNode node(NodeEvent event, int depth) throws IOException, DocumentException {
    Position at = position(event);
    if (event instanceof AliasEvent) {
      problems.add(at, "alias `*" + event.getAnchor() + "`: write the value out");
      return new Scalar("", false, at, new ScalarSpan(source, 0, 0, ScalarSpan.Style.PLAIN));
    }
    if (event.getAnchor() != null) {
      problems.add(at, "anchor `&" + event.getAnchor() + "`: write the value out where it is used");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), at);
      return scalar(scalar);
    }
    if (depth > MAX_DEPTH) {
      problems.add(at, "nested more than " + MAX_DEPTH + " levels deep");
      problems.throwIfAny();
    }
    if (event instanceof CollectionStartEvent collection) {
      refuseTag(collection.getTag(), at);
    }
    if (event instanceof MappingStartEvent) {
      return mapping(at, depth);
    }
    if (event instanceof SequenceStartEvent) {
      return sequence(at, depth);
    }
    throw new IllegalStateException("unexpected YAML event: " + event);
  }

  private void refuseTag(@Nullable String tag, Position at) {
    if (tag != null) {
      problems.add(at, "tag `" + tag + "`: types come from the schema, leave the tag out");
    }
  }

  private Scalar scalar(ScalarEvent event) {
    ScalarStyle written = event.getScalarStyle();
    ScalarSpan.Style style =
        switch (written) {
          case SINGLE_QUOTED -> ScalarSpan.Style.SINGLE;
          case DOUBLE_QUOTED -> ScalarSpan.Style.DOUBLE;
          case LITERAL, FOLDED -> ScalarSpan.Style.BLOCK;
          case PLAIN, JSON_SCALAR_STYLE -> ScalarSpan.Style.PLAIN;
        };
    ScalarSpan span =
        new ScalarSpan(
            source, event.getStartMark().getIndex(), event.getEndMark().getIndex(), style);
    return new Scalar(event.getValue(), style == ScalarSpan.Style.PLAIN, position(event), span);
  }

  private Sequence sequence(Position at, int depth) throws IOException, DocumentException {
    List<DocumentNode> items = new ArrayList<>();
    while (true) {
      Event event = parser.next();
      if (event instanceof SequenceEndEvent) {
        return new Sequence(items, at);
      }
      items.add(node((NodeEvent) event, depth + 1));
    }
  }

  private Mapping mapping(Position at, int depth) throws IOException, DocumentException {
    List<MapEntry> entries = new ArrayList<>();
    Map<String, Position> seen = new HashMap<>();
    while (true) {
      Event event = parser.next();
      if (event instanceof MappingEndEvent) {
        return new Mapping(entries, at);
      }
      DocumentNode key = node((NodeEvent) event, depth + 1);
      DocumentNode value = node((NodeEvent) parser.next(), depth + 1);
      if (!(key instanceof Scalar name)) {
        problems.add(key.at(), "a key must be text, this one is " + key.kind());
        continue;
      }
      if (name.plain() && name.text().equals("<<")) {
        problems.add(name.at(), "merge key `<<`: write the keys out");
        continue;
      }
      Position before = seen.putIfAbsent(name.text(), name.at());
      if (before != null) {
        problems.add(
            name.at(), "key `" + name.text() + "` is given twice, first on line " + before.line());
        continue;
      }
      entries.add(new MapEntry(name, value));
    }
  }

  private Position position(Event event) {
    return position(source.file(), event.getStartMark());
  }

  static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
