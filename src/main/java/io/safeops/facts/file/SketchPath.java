package io.safeops.facts.file;

import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to a place in a cluster, as a test of a rule writes it: {@code
 * nodes[net].bridges[br-int].protocols}.
 *
 * @param text the path with its position in the file
 */
record SketchPath(Scalar text, List<PathSegment> segments) {

  private static final Pattern SEGMENT =
      Pattern.compile("([A-Za-z][A-Za-z0-9]*)(?:\\[(\\+?)([^\\[\\]]+)\\])?(\\.|$)");

  SketchPath {
    segments = List.copyOf(segments);
  }

  /**
   * A segment of the path: a field, and perhaps a member of it.
   *
   * @param offset of the field in the path
   * @param key of the member; {@code *} for every member; empty for the field as a whole
   * @param added whether the member is new
   */
  record PathSegment(
      String field, int offset, Optional<String> key, int keyOffset, boolean added) {}

  /** Reads a path, and reports errors with their position. */
  static Optional<SketchPath> read(Scalar text, Problems problems) {
    List<PathSegment> segments = new ArrayList<>();
    Matcher matcher = SEGMENT.matcher(text.text());
    int at = 0;
    while (at < text.text().length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        break;
      }
      Optional<String> key = Optional.ofNullable(matcher.group(3));
      segments.add(
          new PathSegment(
              String.valueOf(matcher.group(1)),
              at,
              key,
              key.isPresent() ? matcher.start(3) : at,
              "+".equals(matcher.group(2))));
      boolean more = ".".equals(matcher.group(4));
      at = matcher.end();
      if (more == (at == text.text().length())) {
        at--;
        break;
      }
    }
    if (segments.isEmpty() || at < text.text().length()) {
      problems.add(
          text.positionOf(at),
          Value.quote(text.text())
              + " is not a path in a cluster, as nodes[net].bridges[br-int].ports");
      return Optional.empty();
    }
    return Optional.of(new SketchPath(text, segments));
  }
}
