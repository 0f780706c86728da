package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.completer.NullCompleter;
import org.jline.reader.impl.completer.StringsCompleter;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks the operator one question at the terminal. */
public final class TerminalQuestion {

  private TerminalQuestion() {}

  /**
   * The answer to a question that agrees to something; empty when the operator left without one.
   * Only what is typed after the question counts.
   */
  static Optional<String> askToAgree(String question) throws IOException {
    return askToAgree(question, NullCompleter.INSTANCE, answer -> List.of());
  }

  /**
   * The answer, with others to choose from; empty when the operator left without one. It is asked
   * again until an answer is taken.
   *
   * @param before a line above the question; empty for none
   * @param known what Tab completes
   * @param isSecret whether the answer must not be seen on the screen
   * @param refuse why an answer is not taken, for a line of its own; empty if it is
   */
  static Optional<String> ask(
      String before,
      String question,
      List<String> known,
      boolean isSecret,
      Function<String, Optional<String>> refuse)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      return ask(terminal, before, question, known, isSecret, refuse);
    }
  }

  static Optional<String> ask(
      Terminal terminal,
      String before,
      String question,
      List<String> known,
      boolean isSecret,
      Function<String, Optional<String>> refuse) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .completer(new StringsCompleter(known))
            .build();
    try {
      if (!before.isEmpty()) {
        reader.printAbove(Printable.line(before));
      }
      while (true) {
        String answer =
            (isSecret ? reader.readLine(prompt(question), '*') : reader.readLine(prompt(question)))
                .strip();
        Optional<String> refused = refuse.apply(answer);
        if (refused.isEmpty()) {
          return Optional.of(answer);
        }
        reader.printAbove(Printable.line(refused.get()));
      }
    } catch (EndOfFileException | UserInterruptException no) {
      return Optional.empty();
    }
  }

  /**
   * The answer to a question that agrees to something, and that is asked again after the operator
   * has been shown more. Only what is typed after the question counts: what was typed while the
   * operator waited for it agreed to nothing that stood on the screen.
   *
   * @param shows what an answer asks to see, in lines; empty if it is the answer to the question
   */
  static Optional<String> askToAgree(
      String question, Completer completer, Function<String, List<String>> shows)
      throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Attributes before = terminal.enterRawMode();
      try {
        List<String> above =
            TypedAhead.forget()
                ? List.of("what was typed before this question does not count")
                : List.of();
        return ask(terminal, above, question, completer, shows);
      } finally {
        terminal.setAttributes(before);
      }
    }
  }

  static Optional<String> ask(
      Terminal terminal,
      String question,
      Completer completer,
      Function<String, List<String>> shows) {
    return ask(terminal, List.of(), question, completer, shows);
  }

  private static Optional<String> ask(
      Terminal terminal,
      List<String> above,
      String question,
      Completer completer,
      Function<String, List<String>> shows) {
    LineReader reader = LineReaderBuilder.builder().terminal(terminal).completer(completer).build();
    above.forEach(reader::printAbove);
    try {
      while (true) {
        String answer = reader.readLine(prompt(question)).strip();
        List<String> shown = shows.apply(answer);
        if (shown.isEmpty()) {
          return Optional.of(answer);
        }
        for (String line : shown) {
          Folded.lines(Printable.line(line), terminal.getWidth()).forEach(reader::printAbove);
        }
      }
    } catch (EndOfFileException | UserInterruptException no) {
      return Optional.empty();
    }
  }

  /** The text in the form of JLine, where a percent sign begins a pattern. */
  public static String prompt(String text) {
    return Printable.line(text).replace("%", "%%");
  }
}
