package io.safeops.plan;

import io.safeops.document.Node;
import io.safeops.expression.Dialect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The content of a plan in one form only, so that equal plans have equal digests. */
final class Canonical {

  private Canonical() {}

  /** SHA-256 in hex over the parts in this order. */
  static String digest(Map<String, String> params, List<Node> parts) {
    String text =
        new TreeMap<>(params)
                .entrySet().stream()
                    .map(e -> Dialect.quote(e.getKey()) + ":" + Dialect.quote(e.getValue()))
                    .collect(Collectors.joining(",", "{", "}"))
            + parts.stream().map(Canonical::text).collect(Collectors.joining(",", "[", "]"));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String text(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().stream()
          .sorted(Comparator.comparing(entry -> entry.key().text()))
          .map(entry -> Dialect.quote(entry.key().text()) + ":" + text(entry.value()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream()
          .map(Canonical::text)
          .collect(Collectors.joining(",", "[", "]"));
    }
    return Dialect.quote(((Node.Scalar) node).text());
  }
}
