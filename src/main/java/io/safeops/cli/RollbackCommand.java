package io.safeops.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops rollback}: Take a change back now. */
@Command(
    name = "rollback",
    description = "Take a change back now.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {

  @Mixin private RunChoice run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return Words.say(
        run,
        client -> client.rollback(System.getProperty("user.name")),
        Exit.OK,
        spec.commandLine().getOut());
  }
}
