package io.safeops.cli.reference;

import java.util.List;

/** A command that the launcher runs itself and that picocli does not know. */
record LauncherCommand(String word, String about) {

  static final List<LauncherCommand> ALL =
      List.of(
          new LauncherCommand("lab", "Start, break, heal and remove the lab"),
          new LauncherCommand("demo", "Show an outage, its refusal and the right change"));
}
