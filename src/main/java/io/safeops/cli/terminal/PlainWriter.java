package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Everything that safeops prints goes through this writer. It removes the bytes that a terminal
 * acts on, whatever their source. {@code println} always prints one line.
 */
public final class PlainWriter extends PrintWriter {

  PlainWriter(Writer out) {
    super(out, true);
  }

  /** In UTF-8, flushed after each line. */
  public static PlainWriter to(OutputStream stream) {
    return new PlainWriter(new PrintWriter(stream, false, StandardCharsets.UTF_8));
  }

  @Override
  public void println(String line) {
    super.println(Printable.line(String.valueOf(line)));
  }

  @Override
  public void println(Object line) {
    super.println(Printable.line(String.valueOf(line)));
  }

  @Override
  public void println(char[] line) {
    super.println(Printable.line(String.valueOf(line)));
  }

  @Override
  public void write(int character) {
    write(String.valueOf((char) character));
  }

  @Override
  public void write(char[] text, int from, int length) {
    write(new String(text, from, length));
  }

  @Override
  public void write(String text, int from, int length) {
    String clean = Printable.text(text.substring(from, from + length));
    super.write(clean, 0, clean.length());
  }
}
