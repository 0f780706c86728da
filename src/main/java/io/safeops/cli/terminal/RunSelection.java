package io.safeops.cli.terminal;

import io.safeops.cli.option.BadInput;
import io.safeops.run.control.RunClient;
import io.safeops.run.event.Outcome;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** Which run a command uses. */
public final class RunSelection {

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The id of the run, or the end of it; `safeops runs` lists them.")
  private String run = "";

  /** The run with this id, or with an id that ends so; it need not exist. */
  public static RunSelection of(String id) {
    RunSelection selection = new RunSelection();
    selection.run = id;
    return selection;
  }

  public static RunStore store() {
    return RunStore.ofUser();
  }

  /**
   * Its whole id. The end that makes it unique, behind the last hyphen, may stand for it.
   *
   * @throws BadInput when there is no such run, or more than one
   */
  public String id() throws BadInput {
    if (store().has(run)) {
      return run;
    }
    List<String> meant = ending("-" + run);
    if (meant.size() > 1) {
      throw new BadInput("several runs end with " + run + ": " + String.join(", ", meant));
    }
    if (meant.isEmpty()) {
      throw new BadInput("no run " + run + " on this machine; `safeops runs` lists them");
    }
    return meant.get(0);
  }

  private static List<String> ending(String end) throws BadInput {
    try {
      return store().ids().stream().filter(id -> id.endsWith(end)).toList();
    } catch (IOException unread) {
      throw new BadInput("the runs of this machine cannot be listed: " + unread.getMessage());
    }
  }

  /** How the run ended, by its journal; empty if it is open or this is not known. */
  public Optional<Outcome> ended() throws BadInput {
    return RunStatus.of(store(), id()).ended();
  }

  /**
   * A connection to the run's process; empty when the run has ended ({@link #ended}).
   *
   * @throws BadInput when there is neither a process nor an end
   * @throws RunClient.Stopped when the process exists and does not accept connections
   */
  public Optional<RunClient> connect() throws BadInput, RunClient.Stopped {
    String id = id();
    boolean isServed = Files.exists(store().socket(id));
    try {
      return Optional.of(RunClient.connect(store().socket(id)));
    } catch (RunClient.Stopped stopped) {
      throw new RunClient.Stopped(
          RunFollower.whatThen(id) + ". `safeops recover " + id + "` takes over from it");
    } catch (IOException gone) {
      // The run may have ended just now.
      if (ended().isPresent()) {
        return Optional.empty();
      }
      throw new BadInput(
          (isServed ? "the process of run " : "there is no process of run ")
              + id
              + (isServed ? " is gone; " : "; ")
              + RunFollower.whatThen(id)
              + ". `safeops recover "
              + id
              + "` finishes what is open");
    }
  }
}
