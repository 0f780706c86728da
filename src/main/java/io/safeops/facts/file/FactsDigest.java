package io.safeops.facts.file;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.YamlFile;
import io.safeops.facts.model.Cluster;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The digest by which facts are the same facts: the SHA-256, in hex, of their JSON in a canonical
 * form, in UTF-8. The form is that of RFC 8785 for what facts hold: no blanks, the keys of an
 * object sorted by UTF-16 units, of a text only quotes, backslashes and control characters escaped.
 * Unlike there, a number is written with all of its digits; facts hold whole numbers only.
 *
 * <p>Of the file's object the keys {@code collectedAt}, {@code origin} and {@code digest} are left
 * out. All else counts, also the order of lists, and counters such as uptimes and CPU times. So two
 * collections have the same digest only if nothing at all has changed.
 */
public final class FactsDigest {

  static final String COLLECTED_AT = "collectedAt";

  private static final Set<String> LEFT_OUT =
      Set.of(COLLECTED_AT, FactsFile.ORIGIN, FactsFile.DIGEST);

  private final MessageDigest sha;
  private final StringBuilder pending = new StringBuilder();

  private FactsDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digest of facts: 64 hexadecimal digits. */
  public static String of(Cluster cluster) {
    try {
      return of(YamlFile.parse("facts.json", FactsFile.text(cluster)));
    } catch (DocumentException e) {
      throw new IllegalStateException("facts were written that cannot be read", e);
    }
  }

  /** The digest of the facts in a file. */
  static String of(DocumentNode file) {
    FactsDigest digest = new FactsDigest();
    if (file instanceof Mapping facts) {
      digest.object(
          facts.entries().stream()
              .filter(entry -> !LEFT_OUT.contains(entry.key().text()))
              .toList());
    } else {
      digest.value(file);
    }
    digest.flush();
    return HexFormat.of().formatHex(digest.sha.digest());
  }

  private void value(DocumentNode node) {
    if (node instanceof Mapping map) {
      object(map.entries());
    } else if (node instanceof Sequence list) {
      pending.append('[');
      String mark = "";
      for (DocumentNode item : list.items()) {
        pending.append(mark);
        mark = ",";
        value(item);
      }
      pending.append(']');
    } else if (node instanceof Scalar scalar) {
      if (scalar.plain()) {
        pending.append(scalar.text());
      } else {
        text(scalar.text());
      }
    }
    // A surrogate pair must not be torn apart, so only whole values are given on.
    flush();
  }

  private void object(List<MapEntry> entries) {
    pending.append('{');
    String mark = "";
    for (MapEntry entry :
        entries.stream().sorted(Comparator.comparing(each -> each.key().text())).toList()) {
      pending.append(mark);
      mark = ",";
      text(entry.key().text());
      pending.append(':');
      value(entry.value());
    }
    pending.append('}');
  }

  private void text(String text) {
    pending.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> pending.append("\\\"");
        case '\\' -> pending.append("\\\\");
        case '\b' -> pending.append("\\b");
        case '\f' -> pending.append("\\f");
        case '\n' -> pending.append("\\n");
        case '\r' -> pending.append("\\r");
        case '\t' -> pending.append("\\t");
        default -> {
          if (c < ' ') {
            pending.append("\\u%04x".formatted((int) c));
          } else {
            pending.append(c);
          }
        }
      }
    }
    pending.append('"');
  }

  private void flush() {
    sha.update(pending.toString().getBytes(StandardCharsets.UTF_8));
    pending.setLength(0);
  }
}
