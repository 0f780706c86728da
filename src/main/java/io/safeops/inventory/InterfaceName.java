package io.safeops.inventory;

import java.util.regex.Pattern;

/**
 * The name of a network interface or a bridge that Linux accepts: 1 to 15 characters (IFNAMSIZ
 * minus one). Characters that a shell or OVSDB would read as syntax are refused.
 */
public record InterfaceName(String value) {

  /** The expected form, for messages. */
  public static final String EXPECTED =
      "an interface name: 1 to 15 letters, digits, `.`, `_`, `-`, `@`, `:`, not starting with `-`";

  private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_@:.][A-Za-z0-9._@:-]{0,14}");

  public InterfaceName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not " + EXPECTED);
    }
  }

  public static boolean isValid(String value) {
    return PATTERN.matcher(value).matches() && !value.equals(".") && !value.equals("..");
  }

  @Override
  public String toString() {
    return value;
  }
}
