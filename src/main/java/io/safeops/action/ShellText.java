package io.safeops.action;

import io.safeops.action.row.Ovsdb;
import io.safeops.transport.ShellQuote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Builds a script. Values enter it only through {@link ShellQuote}. */
public final class ShellText {

  private final StringBuilder text = new StringBuilder();

  /** Sets a variable. */
  public ShellText assign(String variable, String value) {
    text.append(variable).append('=').append(ShellQuote.word(value)).append('\n');
    return this;
  }

  /** Sets a variable to a word that the node completes. */
  public ShellText assignExpanded(String variable, String expanded) {
    text.append(variable).append('=').append(expanded).append('\n');
    return this;
  }

  /**
   * Sets the variables that a guard would set: no guard runs a check, and a check keeps nothing.
   */
  public ShellText unguarded() {
    return assign("SAFEOPS_RUN", "check").assign("SAFEOPS_HOME", "/").assign("SAFEOPS_STEP", "0");
  }

  /** A line of shell that holds no values. */
  public ShellText line(String shell) {
    text.append(shell).append('\n');
    return this;
  }

  /** One command. A value that only the node knows is a word made by {@link Ovsdb#expand}. */
  public ShellText command(String word, String expanded) {
    text.append(word).append(' ').append(expanded).append('\n');
    return this;
  }

  public ShellText command(List<String> argv) {
    text.append(ShellQuote.command(argv)).append('\n');
    return this;
  }

  /** A file of shell functions, as {@code bridge/ports.sh}. */
  public ShellText include(String resource) {
    try (InputStream in = ShellText.class.getResourceAsStream(resource)) {
      text.append(
          new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Script script() {
    return new Script(text.toString());
  }
}
