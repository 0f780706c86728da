package io.safeops.cli.shell;

import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The commands that a shell runs. */
public interface ShellCommands {

  /** The commands for one line, as new: they keep nothing of an earlier line. */
  CommandLine of(List<String> words);

  /** The facts that a line has read to keep them, after it was executed. */
  Optional<Cluster> read(CommandLine executed);

  /** Whether a line was a session with a run that the operator has left, and the run goes on. */
  boolean wasLeft(CommandLine executed);
}
