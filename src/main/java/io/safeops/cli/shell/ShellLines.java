package io.safeops.cli.shell;

import java.io.IOException;
import java.util.Optional;

/** Where the lines of a shell come from. */
interface ShellLines {

  /**
   * The next line; empty at the end.
   *
   * @throws IOException when no more can be read
   */
  Optional<String> next() throws IOException;

  /**
   * Where the last line stands, for messages.
   *
   * @return the number of the line and a colon; empty at a prompt
   */
  String where();

  /** Whether a person types them, who sees what the last one did before the next. */
  boolean areTyped();
}
