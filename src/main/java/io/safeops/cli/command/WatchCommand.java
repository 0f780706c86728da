package io.safeops.cli.command;

import io.safeops.cli.option.TerminalOptions;
import io.safeops.cli.terminal.OpenRunSelection;
import io.safeops.cli.terminal.OperatorSession;
import io.safeops.cli.terminal.SessionEnd;
import io.safeops.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops watch}: follows an open run, and can do nothing to it. */
@Command(
    name = "watch",
    description = {
      "Follow an open run and change nothing: for the second pair of eyes.",
      "Words that show something work as in `safeops attach`."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer>, RunSession {

  @Mixin private OpenRunSelection run;
  @Mixin private Format format;
  @Mixin private TerminalOptions terminal;

  private boolean wasLeft;

  @Override
  public Integer call() throws Exception {
    SessionEnd end = JoinedRun.follow(run, format, terminal, OperatorSession::watch);
    wasLeft = end.wasLeft();
    return end.exit();
  }

  @Override
  public boolean wasLeft() {
    return wasLeft;
  }
}
