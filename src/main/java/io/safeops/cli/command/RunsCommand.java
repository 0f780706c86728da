package io.safeops.cli.command;

import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunsView;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops runs}: lists the runs of this machine. */
@Command(
    name = "runs",
    description = "List the runs of this machine, newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    RunStore store = RunSelection.store();
    RunsView view = RunsView.of(format);
    for (String id : store.ids()) {
      view.run(id, RunStatus.of(store, id));
    }
    return Exit.OK;
  }
}
