package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import java.io.IOException;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks the operator one question at the terminal. */
public final class TerminalQuestion {

  private TerminalQuestion() {}

  /** The answer; empty when the operator left without one. */
  static Optional<String> ask(String question) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      return Optional.of(
          LineReaderBuilder.builder()
              .terminal(terminal)
              .build()
              .readLine(prompt(question))
              .strip());
    } catch (EndOfFileException | UserInterruptException no) {
      return Optional.empty();
    }
  }

  /** The text in the form of JLine, where a percent sign begins a pattern. */
  public static String prompt(String text) {
    return Printable.line(text).replace("%", "%%");
  }
}
