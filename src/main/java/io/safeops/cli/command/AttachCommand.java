package io.safeops.cli.command;

import io.safeops.cli.terminal.OperatorSession;
import io.safeops.cli.terminal.RunFollower;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunView;
import io.safeops.run.control.RunClient;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops attach}: follows an open run from another terminal. */
@Command(
    name = "attach",
    description = {
      "Follow an open run to its end. On a terminal you can give it commands, too.",
      "Closing the terminal changes nothing. If the run is over, this says how it ended."
    },
    mixinStandardHelpOptions = true)
final class AttachCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    RunView view = RunView.of(format);
    Optional<RunClient> served = run.ended().isPresent() ? Optional.empty() : run.connect();
    if (served.isEmpty()) {
      return RunFollower.tellEnd(run.id(), view);
    }
    try (RunClient client = served.get()) {
      return System.console() != null && !format.isJson()
          ? OperatorSession.follow(client, run.id(), view)
          : RunFollower.follow(client, run.id(), view, event -> {});
    }
  }
}
