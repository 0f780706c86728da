package io.safeops.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code safeops policy}: the rules themselves. */
@Command(
    name = "policy",
    description =
        "The rules: what they are, where they come from, and whether they do as they say.",
    subcommands = {PolicyTestCommand.class, PolicyListCommand.class, PolicyExplainCommand.class},
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: test, list or explain");
  }
}
