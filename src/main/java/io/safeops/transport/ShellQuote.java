package io.safeops.transport;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Quoting for a POSIX shell: the only place where a value becomes shell text. */
public final class ShellQuote {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9_@%+:,./-][A-Za-z0-9_@%+=:,./-]*");

  /** With a slash or a dash, so neither an assignment nor a reserved word. */
  private static final Pattern SAFE_PROGRAM =
      Pattern.compile("[A-Za-z0-9_./-]*[/-][A-Za-z0-9_./-]*");

  private ShellQuote() {}

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

  /**
   * A command line whose first word is always the program: {@code A=b} is no assignment, {@code if}
   * no syntax, and no alias is used.
   */
  public static String command(List<String> argv) {
    String program = word(argv.get(0));
    String quoted = SAFE_PROGRAM.matcher(program).matches() ? program : quoted(program);
    return argv.size() == 1 ? quoted : quoted + " " + words(argv.subList(1, argv.size()));
  }

  private static String quoted(String word) {
    return word.indexOf('\'') >= 0 ? word : "'" + word + "'";
  }

  /** Words joined by blanks. */
  public static String words(List<String> values) {
    return values.stream().map(ShellQuote::word).collect(Collectors.joining(" "));
  }
}
