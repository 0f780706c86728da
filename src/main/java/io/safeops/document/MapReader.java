package io.safeops.document;

import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a map with a fixed set of keys: ask for each key, then call {@link #finish()}, which
 * reports the unknown keys. Reading continues after a problem, so that one pass reports all
 * problems:
 *
 * <pre>{@code
 * Problems problems = new Problems();
 * MapReader file = Value.root(YamlFile.read(path), problems).map();
 * String name = file.required("name").textOrEmpty();
 * long count = file.optional("count").integer(1, 100).map(Located::value).orElse(1L);
 * file.finish();
 * problems.throwIfAny();
 * }</pre>
 */
public final class MapReader {

  private final @Nullable Mapping mapping;
  private final Position at;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();

  MapReader(@Nullable Mapping mapping, Position at, Problems problems) {
    this.mapping = mapping;
    this.at = at;
    this.problems = problems;
  }

  /** Where the map begins. */
  public Position at() {
    return at;
  }

  /** Whether the map has this key with a value. */
  public boolean has(String key) {
    return entry(key).filter(entry -> !isNull(entry)).isPresent();
  }

  /** The value of a key that may be left out; a key with nothing after it counts as left out. */
  public Value optional(String key) {
    known.add(key);
    return entry(key)
        .filter(entry -> !isNull(entry))
        .map(entry -> new Value(key, entry.value(), entry.value().at(), problems))
        .orElseGet(() -> new Value(key, null, at, problems));
  }

  /** The value of a required key; reports a problem if it is missing. */
  public Value required(String key) {
    Value value = optional(key);
    if (!value.isPresent() && mapping != null) {
      Optional<MapEntry> written = entry(key);
      if (written.isPresent()) {
        problems.add(written.get().key().at(), "`" + key + "` has no value");
      } else {
        problems.add(at, "`" + key + "` is missing");
      }
    }
    return value;
  }

  /** The position of a key, or of the map if it has no such key. */
  public Position keyAt(String key) {
    return entry(key).map(entry -> entry.key().at()).orElse(at);
  }

  /** Every key that was not asked for so far: for a map with fixed keys and one free key. */
  public Set<Located<String>> others() {
    Set<Located<String>> others = new LinkedHashSet<>();
    if (mapping != null) {
      mapping.entries().stream()
          .filter(entry -> !known.contains(entry.key().text()))
          .forEach(entry -> others.add(new Located<>(entry.key().text(), entry.key().at())));
    }
    return others;
  }

  /** The keys that were asked for so far, in this order. */
  public Set<String> asked() {
    return new LinkedHashSet<>(known);
  }

  /** Reports every key that was not asked for, and suggests the nearest known key. */
  public void finish() {
    for (Located<String> key : others()) {
      if (problems.isFull()) {
        return;
      }
      problems.add(
          key.at(), "unknown key `" + key.value() + "`" + NearestName.hint(key.value(), known));
    }
  }

  private Optional<MapEntry> entry(String key) {
    return mapping == null ? Optional.empty() : mapping.entry(key);
  }

  private static boolean isNull(MapEntry entry) {
    return entry.value() instanceof Scalar scalar && scalar.isNull();
  }
}
