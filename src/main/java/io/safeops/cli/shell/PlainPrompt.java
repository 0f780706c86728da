package io.safeops.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.cli.view.ShellView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jline.utils.Signals;

/**
 * The prompt of the shell on a terminal on which nothing is drawn again: the terminal itself edits
 * the line. There is neither completion nor history. It takes no more than one line from the
 * terminal, so that what is typed ahead reaches the questions of a command.
 */
final class PlainPrompt implements ShellLines {

  private static final String PROMPT = "safeops> ";

  private final InputStream in;
  private final ShellView view;

  PlainPrompt(InputStream in, ShellView view) {
    this.in = in;
    this.view = view;
  }

  @Override
  public Optional<String> next() throws IOException {
    // The terminal has already forgotten what was typed.
    Object before =
        Signals.register(
            "INT",
            () -> {
              view.remark("");
              view.prompt(PROMPT);
            });
    try {
      view.prompt(PROMPT);
      return line();
    } finally {
      Signals.unregister("INT", before);
    }
  }

  private Optional<String> line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return next < 0 && line.size() == 0 ? Optional.empty() : Optional.of(line.toString(UTF_8));
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
