package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import java.io.IOException;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks the operator one thing at the terminal. */
public final class TerminalQuestion {

  private TerminalQuestion() {}

  /** What was typed; empty when the operator went away without an answer. */
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

  /** As JLine shows it: a percent sign begins a pattern there. */
  public static String prompt(String text) {
    return Printable.line(text).replace("%", "%%");
  }
}
