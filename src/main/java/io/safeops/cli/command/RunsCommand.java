package io.safeops.cli.command;

import io.safeops.cli.terminal.RunQuestion;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunsView;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops runs}: lists the runs of this machine. */
@Command(
    name = "runs",
    description = {
      "List the runs of this machine, newest first.",
      "Of an open run it tells how long it is until the nodes undo by themselves."
    },
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    RunStore store = RunSelection.store();
    RunsView view = RunsView.of(format);
    for (String id : store.ids()) {
      RunStatus status = RunStatus.of(store, id);
      view.run(
          id,
          status,
          status.state() == RunStatus.State.OPEN
              ? RunQuestion.snapshot(store.socket(id)).flatMap(RunSnapshot::untilUndo)
              : Optional.empty());
    }
    return Exit.OK;
  }
}
