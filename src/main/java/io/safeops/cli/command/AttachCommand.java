package io.safeops.cli.command;

import io.safeops.cli.option.TerminalOptions;
import io.safeops.cli.terminal.OpenRunSelection;
import io.safeops.cli.terminal.OperatorSession;
import io.safeops.cli.terminal.SessionEnd;
import io.safeops.cli.view.Format;
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
final class AttachCommand implements Callable<Integer>, RunSession {

  @Mixin private OpenRunSelection run;
  @Mixin private Format format;
  @Mixin private TerminalOptions terminal;

  private boolean wasLeft;

  @Override
  public Integer call() throws Exception {
    SessionEnd end = JoinedRun.follow(run, format, terminal, OperatorSession::join);
    wasLeft = end.wasLeft();
    return end.exit();
  }

  @Override
  public boolean wasLeft() {
    return wasLeft;
  }
}
