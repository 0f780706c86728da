package io.safeops.plan;

import io.safeops.document.DocumentNode;
import io.safeops.document.Sha256;
import io.safeops.expression.CelEnvironment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The canonical form of what a plan or a policy says: equal ones have equal digests, whatever their
 * comments and layout.
 */
public final class CanonicalPlan {

  private CanonicalPlan() {}

  /** The SHA-256 digest of a part of a file, in hex. */
  public static String digest(DocumentNode part) {
    return digest(Map.of(), List.of(part));
  }

  /** The SHA-256 digest of the parts in this order, in hex. */
  static String digest(Map<String, String> params, List<DocumentNode> parts) {
    String text =
        new TreeMap<>(params)
                .entrySet().stream()
                    .map(
                        e ->
                            CelEnvironment.quote(e.getKey())
                                + ":"
                                + CelEnvironment.quote(e.getValue()))
                    .collect(Collectors.joining(",", "{", "}"))
            + parts.stream().map(CanonicalPlan::text).collect(Collectors.joining(",", "[", "]"));
    return Sha256.hex(text);
  }

  static String text(DocumentNode node) {
    if (node instanceof DocumentNode.Mapping mapping) {
      return mapping.entries().stream()
          .sorted(Comparator.comparing(entry -> entry.key().text()))
          .map(entry -> CelEnvironment.quote(entry.key().text()) + ":" + text(entry.value()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node instanceof DocumentNode.Sequence sequence) {
      return sequence.items().stream()
          .map(CanonicalPlan::text)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return CelEnvironment.quote(((DocumentNode.Scalar) node).text());
  }
}
