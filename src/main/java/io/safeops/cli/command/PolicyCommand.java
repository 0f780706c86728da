package io.safeops.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code safeops policy}: has a command of its own for each question about rules. */
@Command(
    name = "policy",
    description = "List, explain and test the rules.",
    subcommands = {PolicyTestCommand.class, PolicyListCommand.class, PolicyExplainCommand.class},
    mixinStandardHelpOptions = true)
final class PolicyCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: test, list or explain");
  }
}
