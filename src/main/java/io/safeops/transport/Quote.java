package io.safeops.transport;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quoting for a POSIX shell: the only place where a value becomes shell text. */
public final class Quote {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

  private Quote() {}

  /**
   * One word that a POSIX shell reads back as exactly {@code value}.
   *
   * @throws IllegalArgumentException for NUL, which no argument can hold
   */
  public static String word(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("an argument cannot hold a NUL character");
    }
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  /** Words joined by blanks. */
  public static String words(List<String> values) {
    return values.stream().map(Quote::word).collect(Collectors.joining(" "));
  }
}
