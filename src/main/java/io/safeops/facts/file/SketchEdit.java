package io.safeops.facts.file;

import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.facts.file.SketchPath.PathSegment;
import io.safeops.facts.model.Cluster;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Changes a sketch at one place. It reports a place that does not exist, with its position in the
 * path.
 */
final class SketchEdit {

  private static final String EVERY = "*";

  /** Neutron's names for rows, which are easier to read than the rows' own names. */
  private static final List<String> ALIASES = List.of("neutron:network_name", "neutron:port_name");

  private final SketchPath path;
  private final DocumentNode value;
  private final Problems problems;

  SketchEdit(SketchPath path, DocumentNode value, Problems problems) {
    this.path = path;
    this.value = value;
    this.problems = problems;
  }

  Mapping apply(Mapping root) {
    return record(root, Cluster.class, 0);
  }

  private Mapping record(Mapping tree, Class<?> type, int depth) {
    PathSegment segment = path.segments().get(depth);
    Optional<RecordComponent> component =
        Arrays.stream(type.getRecordComponents())
            .filter(each -> each.getName().equals(segment.field()))
            .findFirst();
    if (component.isEmpty()) {
      List<String> known =
          Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
      report(
          segment.offset(),
          type.getSimpleName()
              + " has no field `"
              + segment.field()
              + "`"
              + NearestName.hint(segment.field(), known));
      return tree;
    }
    Optional<DocumentNode> before = tree.entry(segment.field()).map(MapEntry::value);
    Optional<DocumentNode> after = field(before, component.get().getGenericType(), segment, depth);
    return put(tree, segment.field(), after);
  }

  private Optional<DocumentNode> field(
      Optional<DocumentNode> before, Type type, PathSegment segment, int depth) {
    Type known = unwrapped(type);
    Class<?> raw =
        known instanceof ParameterizedType of ? (Class<?>) of.getRawType() : (Class<?>) known;
    if (segment.key().isEmpty()) {
      if (isLast(depth)) {
        return merged(before, value);
      }
      if (!raw.isRecord()) {
        report(
            segment.offset(),
            raw == List.class || raw == Map.class
                ? "which of `" + segment.field() + "`? write " + segment.field() + "[NAME]"
                : "`" + segment.field() + "` has no fields");
        return before;
      }
      return Optional.of(record(mapping(before), raw, depth + 1));
    }
    Type[] arguments =
        known instanceof ParameterizedType of ? of.getActualTypeArguments() : new Type[0];
    if (raw == Map.class) {
      return Optional.of(
          put(
              mapping(before),
              segment.key().get(),
              merged(mapping(before).entry(segment.key().get()).map(MapEntry::value), value)));
    }
    if (raw == List.class && arguments[0] instanceof Class<?> member && member.isRecord()) {
      return Optional.of(members(sequence(before), member, segment, depth));
    }
    report(segment.keyOffset(), "`" + segment.field() + "` has no members with names");
    return before;
  }

  private Sequence members(Sequence list, Class<?> type, PathSegment segment, int depth) {
    String key = segment.key().orElseThrow();
    List<DocumentNode> changed = new ArrayList<>();
    boolean found = false;
    for (DocumentNode item : list.items()) {
      if (!(item instanceof Mapping member) || !isMeant(member, type, key)) {
        changed.add(item);
        continue;
      }
      found = true;
      if (isLast(depth)) {
        merged(Optional.of(member), value).ifPresent(changed::add);
      } else {
        changed.add(record(member, type, depth + 1));
      }
    }
    if (segment.added() && found) {
      report(segment.keyOffset(), "there is " + segment.field() + "[" + key + "] already");
    } else if (segment.added() && isLast(depth) && !(value instanceof Mapping)) {
      report(segment.keyOffset(), "write an added item as a map of its fields");
    } else if (segment.added()) {
      Scalar name = path.text().withText(key);
      Mapping named =
          new Mapping(List.of(new MapEntry(name.withText(identity(type)), name)), value.at());
      Optional<DocumentNode> made =
          isLast(depth)
              ? merged(Optional.of(named), value)
              : Optional.of(record(named, type, depth + 1));
      made.ifPresent(changed::add);
    } else if (!found) {
      List<String> known = list.items().stream().flatMap(item -> names(item, type)).toList();
      report(
          segment.keyOffset(),
          "there is no "
              + segment.field()
              + "["
              + key
              + "]"
              + NearestName.hint(key, known)
              + "; to add it, write "
              + segment.field()
              + "[+"
              + key
              + "]");
    }
    return new Sequence(changed, list.at());
  }

  private static boolean isMeant(Mapping member, Class<?> type, String key) {
    return key.equals(EVERY) || names(member, type).anyMatch(key::equals);
  }

  private static Stream<String> names(DocumentNode item, Class<?> type) {
    if (!(item instanceof Mapping member)) {
      return Stream.of();
    }
    Mapping externalIds = mapping(member.entry("externalIds").map(MapEntry::value));
    return Stream.concat(
        text(member, identity(type)), ALIASES.stream().flatMap(alias -> text(externalIds, alias)));
  }

  private static Stream<String> text(Mapping map, String key) {
    return map.entry(key).map(MapEntry::value).stream()
        .flatMap(found -> found instanceof Scalar scalar ? Stream.of(scalar.text()) : Stream.of());
  }

  /** The component that identifies its records in a list. */
  private static String identity(Class<?> type) {
    List<String> names =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    return names.contains("name") ? "name" : names.get(0);
  }

  /** Merges a map into the present one. Null removes the value, and any other value replaces it. */
  private static Optional<DocumentNode> merged(Optional<DocumentNode> before, DocumentNode after) {
    if (after instanceof Scalar scalar && scalar.isNull()) {
      return Optional.empty();
    }
    if (!(after instanceof Mapping more) || !(before.orElse(null) instanceof Mapping base)) {
      return Optional.of(after);
    }
    Mapping result = base;
    for (MapEntry each : more.entries()) {
      String key = each.key().text();
      result =
          put(result, each.key(), merged(result.entry(key).map(MapEntry::value), each.value()));
    }
    return Optional.of(result);
  }

  private Mapping put(Mapping map, String key, Optional<DocumentNode> after) {
    return put(map, path.text().withText(key), after);
  }

  private static Mapping put(Mapping map, Scalar key, Optional<DocumentNode> after) {
    List<MapEntry> entries = new ArrayList<>();
    boolean found = false;
    for (MapEntry each : map.entries()) {
      if (!each.key().text().equals(key.text())) {
        entries.add(each);
      } else {
        found = true;
        after.ifPresent(node -> entries.add(new MapEntry(each.key(), node)));
      }
    }
    if (!found) {
      after.ifPresent(node -> entries.add(new MapEntry(key, node)));
    }
    return new Mapping(entries, map.at());
  }

  private static Mapping mapping(Optional<DocumentNode> node) {
    return node.orElse(null) instanceof Mapping map ? map : new Mapping(List.of(), at(node));
  }

  private static Sequence sequence(Optional<DocumentNode> node) {
    return node.orElse(null) instanceof Sequence list ? list : new Sequence(List.of(), at(node));
  }

  private static Position at(Optional<DocumentNode> node) {
    return node.map(DocumentNode::at).orElseGet(() -> Position.ofFile(""));
  }

  private static Type unwrapped(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
        ? generic.getActualTypeArguments()[0]
        : type;
  }

  private boolean isLast(int depth) {
    return depth == path.segments().size() - 1;
  }

  private void report(int offset, String message) {
    problems.add(path.text().positionOf(offset), message);
  }
}
