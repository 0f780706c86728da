package io.safeops.inventory;

import java.util.regex.Pattern;

/**
 * The name of a node: letters, digits, dots, dashes and underscores, at most 63. Guard requests,
 * the journal and file names contain it unchanged.
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /** The expected form, for messages. */
  public static final String EXPECTED =
      "a node name: a letter or digit, then letters, digits, `.`, `_`, `-`, at most 63";

  static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public NodeName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not " + EXPECTED);
    }
  }

  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches();
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
