package io.safeops.cli;

import io.safeops.run.RunClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops attach}: follows an open run from another terminal. */
@Command(
    name = "attach",
    description = {
      "Follow an open run to its end, and take your words where this is a terminal;",
      "closing it changes nothing."
    },
    mixinStandardHelpOptions = true)
final class AttachCommand implements Callable<Integer> {

  @Mixin private RunChoice run;
  @Mixin private Format format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var command = spec.commandLine();
    try (RunClient client = run.connect()) {
      if (System.console() != null && !format.isJson()) {
        return Session.follow(client, run.id(), command.getOut());
      }
      return Watching.follow(
          client, run.id(), format.view(command.getOut(), command.getErr()), event -> {});
    }
  }
}
