package io.safeops.cli.shell;

import io.safeops.cli.terminal.LineHistory;
import io.safeops.cli.terminal.TerminalQuestion;
import io.safeops.cli.view.ShellView;
import java.io.IOError;
import java.io.IOException;
import java.util.Optional;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The prompt of the shell. It opens the terminal for each line and closes it after, so that a
 * command has the terminal as if it were started outside of the shell.
 */
final class ShellPrompt implements ShellLines {

  /** How often the terminal may fail before one line. */
  private static final int MOST_FAILURES = 10;

  private final Completer completer;
  private final LineHistory history;
  private @Nullable TerminalSettings settings;

  ShellPrompt(Completer completer, KeptLines kept, ShellView view) {
    this.completer = completer;
    this.history = LineHistory.ofUser("shell-history", kept::of, view::remark);
  }

  @Override
  public Optional<String> next() throws IOException {
    TerminalSettings usual = settings();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try (Terminal terminal = terminal()) {
        String typed = reader(terminal).readLine(TerminalQuestion.prompt("safeops> "));
        // Ctrl-C right after Enter: the line is not run.
        if (!Thread.interrupted()) {
          return Optional.of(typed);
        }
      } catch (UserInterruptException ctrlC) {
        Thread.interrupted();
      } catch (EndOfFileException leaves) {
        return Optional.empty();
      } catch (IOException | IOError | IllegalStateException killed) {
        // Ctrl-C while JLine sets the terminal, for which it starts stty and waits.
        Thread.interrupted();
        usual.restore();
        failures++;
      }
    }
    throw new IOException("the terminal cannot be set");
  }

  private TerminalSettings settings() throws IOException {
    TerminalSettings known = settings;
    if (known == null) {
      known = TerminalSettings.read();
      settings = known;
    }
    return known;
  }

  private static Terminal terminal() throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(true)
            .dumb(false)
            .signalHandler(Terminal.SignalHandler.SIG_IGN)
            .build();
    // Ctrl-Z and the others do what they do in other programs.
    for (Terminal.Signal signal : Terminal.Signal.values()) {
      if (signal != Terminal.Signal.INT) {
        terminal.handle(signal, Terminal.SignalHandler.SIG_DFL);
      }
    }
    return terminal;
  }

  private LineReader reader(Terminal terminal) {
    return LineReaderBuilder.builder()
        .terminal(terminal)
        .appName("safeops")
        .parser(new ShellParser())
        .completer(completer)
        .history(history)
        .variable(LineReader.HISTORY_SIZE, LineHistory.MOST)
        // `!!` and Enter must not do again what an earlier line did.
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .option(LineReader.Option.COMPLETE_MATCHER_TYPO, false)
        // Tab shows what there is, and puts no word there that nobody typed.
        .option(LineReader.Option.AUTO_MENU, false)
        .build();
  }

  @Override
  public String where() {
    return "";
  }

  @Override
  public boolean areTyped() {
    return true;
  }
}
