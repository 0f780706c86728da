package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.OperatorName;
import io.safeops.cli.terminal.CommandSender;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.CommandAnswerView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.run.coordinate.OperatorCommandQueue;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops extend}: moves the deadline of an open run. */
@Command(
    name = "extend",
    description = "Move the deadline of an open run.",
    mixinStandardHelpOptions = true)
final class ExtendCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;

  @Option(
      names = "--by",
      defaultValue = "120",
      paramLabel = "SECONDS",
      description = "Move it by so many seconds: 1 to 1800 (default ${DEFAULT-VALUE}).")
  private long seconds;

  @Override
  public Integer call() throws Exception {
    if (!OperatorCommandQueue.OperatorCommand.Extend.isPossible(seconds)) {
      throw new BadInput(
          "--by "
              + seconds
              + ": a deadline is moved by "
              + OperatorCommandQueue.OperatorCommand.Extend.LEAST.toSeconds()
              + " to "
              + OperatorCommandQueue.OperatorCommand.Extend.MOST.toSeconds()
              + " seconds at a time");
    }
    return CommandSender.say(
        run,
        client -> client.extend(Duration.ofSeconds(seconds), OperatorName.get()),
        Exit.OK,
        // The deadline of a run that is over was not moved, however well the run ended.
        outcome -> outcome.exit() == Exit.OK ? Exit.REFUSED : outcome.exit(),
        CommandAnswerView.of(format));
  }
}
