package io.safeops.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.Optional;

/** The lines of a file or of another program, without a prompt. */
final class LinesOfInput implements ShellLines {

  private final BufferedReader in;
  private int number;

  /** Reads UTF-8. */
  LinesOfInput(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, UTF_8));
  }

  @Override
  public Optional<String> next() throws IOException {
    number++;
    return Optional.ofNullable(in.readLine());
  }

  @Override
  public String where() {
    return "line " + number + ": ";
  }

  @Override
  public boolean areTyped() {
    return false;
  }
}
