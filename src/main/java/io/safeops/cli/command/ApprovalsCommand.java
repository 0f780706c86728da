package io.safeops.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code safeops approvals}: has a command of its own for each question about approvals. */
@Command(
    name = "approvals",
    description = "List, show, check and revoke approvals.",
    subcommands = {
      ApprovalsListCommand.class,
      ApprovalsShowCommand.class,
      ApprovalsCheckCommand.class,
      ApprovalsRevokeCommand.class
    },
    mixinStandardHelpOptions = true)
final class ApprovalsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: list, show, check or revoke");
  }
}
