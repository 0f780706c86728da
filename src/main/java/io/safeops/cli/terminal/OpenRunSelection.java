package io.safeops.cli.terminal;

import io.safeops.cli.option.BadInput;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which run a session follows: the one that is named, or else the only open one. */
public final class OpenRunSelection {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The id of the run, or the end of it. Without one, the only open run.")
  private @Nullable String run;

  /**
   * The run.
   *
   * @throws BadInput when none is named, and none or several are open
   */
  public RunSelection selection() throws BadInput, IOException {
    return RunSelection.of(run == null ? onlyOpenRun() : run);
  }

  private static String onlyOpenRun() throws BadInput, IOException {
    RunStore store = RunSelection.store();
    List<String> open =
        store.ids().stream()
            .filter(id -> RunStatus.of(store, id).state() == RunStatus.State.OPEN)
            .toList();
    if (open.size() != 1) {
      throw new BadInput(
          open.isEmpty()
              ? "no run is open on this machine; `safeops runs` lists those that have ended"
              : "several runs are open, so name one: " + String.join(", ", open));
    }
    return open.get(0);
  }
}
