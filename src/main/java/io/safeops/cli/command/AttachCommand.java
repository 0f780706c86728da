package io.safeops.cli.command;

import io.safeops.cli.terminal.OperatorSession;
import io.safeops.cli.terminal.RunFollower;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.View;
import io.safeops.run.control.RunClient;
import java.util.Optional;
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
      "closing it changes nothing. Of a run that is over it tells how it ended."
    },
    mixinStandardHelpOptions = true)
final class AttachCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    var command = spec.commandLine();
    View view = format.view(command.getOut(), command.getErr());
    Optional<RunClient> served = run.ended().isPresent() ? Optional.empty() : run.connect();
    if (served.isEmpty()) {
      return RunFollower.tellEnd(run.id(), view);
    }
    try (RunClient client = served.get()) {
      return System.console() != null && !format.isJson()
          ? OperatorSession.follow(client, run.id(), command.getOut())
          : RunFollower.follow(client, run.id(), view, event -> {});
    }
  }
}
