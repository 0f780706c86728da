package io.safeops.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * The gate for everything a node says: sizes, depths and counts are limited, and characters that
 * would make a terminal or a reader see something else are replaced.
 */
public final class UntrustedInput {

  /** Most characters of one value. */
  static final int TEXT = 65_536;

  /** Most rows of one table, interfaces of one node, ... */
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
   * Text without control, format (bidirectional ones among them) and separator characters: each
   * becomes U+FFFD, so that a doctored name never equals an honest one.
   */
  public static String text(String value) throws FactException {
    if (value.length() > TEXT) {
      throw new FactException("a value is longer than " + TEXT + " characters");
    }
    if (value.codePoints().noneMatch(Printable::isTreacherous)) {
      return value;
    }
    StringBuilder clean = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(
            c -> clean.appendCodePoint(Printable.isTreacherous(c) ? Printable.REPLACEMENT : c));
    return clean.toString();
  }

  /** Whether characters were replaced in it: it cannot be written back as it was. */
  static boolean isDoctored(String value) {
    return value.indexOf(Printable.REPLACEMENT) >= 0;
  }

  public static JsonNode json(String what, String text) throws FactException {
    try {
      JsonNode root = MAPPER.readTree(text);
      if (root == null || root.isMissingNode()) {
        throw new FactException(what + " said nothing");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw new FactException(what + " did not answer in JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** A JSON array of at most {@link #ROWS} members. */
  public static JsonNode array(String what, String text) throws FactException {
    JsonNode root = json(what, text);
    if (!root.isArray()) {
      throw new FactException(what + " did not answer with a list");
    }
    if (root.size() > ROWS) {
      throw new FactException(what + " answered with more than " + ROWS + " rows");
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
