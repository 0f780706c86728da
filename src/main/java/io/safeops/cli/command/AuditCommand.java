package io.safeops.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code safeops audit}: has a command of its own for what is asked of the evidence of runs. */
@Command(
    name = "audit",
    description = "Check the evidence that runs leave.",
    subcommands = AuditVerifyCommand.class,
    mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: verify");
  }
}
