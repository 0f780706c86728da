package io.safeops.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Checks all output of nodes: limits sizes, nesting and counts, and replaces characters that are
 * not safe to show ({@link Printable#isUnsafe}).
 */
public final class UntrustedInput {

  /** Longest value in characters. */
  static final int TEXT = 65_536;

  /** Most members of one list, such as rows of a table or interfaces of a node. */
  public static final int ROWS = 200_000;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new com.fasterxml.jackson.core.JsonFactoryBuilder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(TEXT)
                          .maxNumberLength(32)
                          .maxNameLength(256)
                          .build())
                  .build())
          .build();

  private UntrustedInput() {}

  /**
   * The text with each control, format (such as bidirectional) and separator character replaced by
   * U+FFFD, so that a name with such characters never equals a real name.
   */
  public static String text(String value) throws FactException {
    if (value.length() > TEXT) {
      throw new FactException("a value is longer than " + TEXT + " characters");
    }
    if (value.codePoints().noneMatch(Printable::isUnsafe)) {
      return value;
    }
    StringBuilder clean = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(c -> clean.appendCodePoint(Printable.isUnsafe(c) ? Printable.REPLACEMENT : c));
    return clean.toString();
  }

  public static JsonNode json(String what, String text) throws FactException {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (root == null || root.isMissingNode()) {
        throw new FactException(what + " gave no output");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new FactException(what + " did not print JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A JSON array of at most {@link #ROWS} members. */
  public static JsonNode array(String what, String text) throws FactException {
    JsonNode root = json(what, text);
    if (!root.isArray()) {
      throw new FactException(what + " did not print a JSON list");
    }
    if (root.size() > ROWS) {
      throw new FactException(what + " printed more than " + ROWS + " rows");
    }
    return root;
  }

  /** A text member; empty when it is missing or not text. */
  public static String string(JsonNode object, String key) throws FactException {
    JsonNode value = object.path(key);
    return value.isTextual() ? text(value.textValue()) : "";
  }

  /** A whole-number member; zero when it is missing or not a number. */
  public static long number(JsonNode object, String key) {
    return object.path(key).asLong(0);
  }
}
