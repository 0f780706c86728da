package io.safeops.cli.command;

import io.safeops.cli.option.OperatorName;
import io.safeops.cli.terminal.CommandSender;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.CommandAnswerView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops confirm}: keeps a change. */
@Command(
    name = "confirm",
    description = "Keep a change: type the code that the witness shows on its console.",
    mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;

  @Option(
      names = "--code",
      required = true,
      description = "The six letters and digits on the console.")
  private String code = "";

  @Override
  public Integer call() throws Exception {
    return CommandSender.say(
        run,
        client -> client.confirm(code, OperatorName.get()),
        Exit.REFUSED,
        CommandAnswerView.of(format));
  }
}
