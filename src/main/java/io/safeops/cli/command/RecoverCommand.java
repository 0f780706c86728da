package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.option.OperatorName;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunView;
import io.safeops.inventory.Inventory;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.recover.Recovery;
import io.safeops.run.store.JournalSummary;
import io.safeops.run.store.OptionalJournal;
import io.safeops.run.store.RunStore;
import io.safeops.session.ClusterAccess;
import io.safeops.session.RunRequest;
import io.safeops.transport.ssh.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code safeops recover}: finishes a run whose process is gone. */
@Command(
    name = "recover",
    description = {
      "Finish a run whose process is gone, from any machine with the inventory.",
      "A change that all nodes confirmed stays, every other change is undone.",
      "Exit 0: confirmed. 4: undone, and compared with what was before the run.",
      "5: undone on every node but not compared, which only the machine that began",
      "the run can do; or a node may not have undone: it is named. 7: split.",
      "6: every node of the inventory answered, and none was armed for this run."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String run = "";

  @Option(
      names = "--lost",
      paramLabel = "NODE",
      description = {
        "A node of the run that never comes back: its machine, or its part of the run,",
        "is destroyed. safeops does not wait for it; the other nodes end without it.",
        "Repeat the option for each such node."
      })
  private List<String> lost = new ArrayList<>();

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      description = "How you know that; it is written to the journal.")
  private String because = "";

  @Mixin private ClusterOptions cluster;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    if (!run.matches("[a-z0-9][a-z0-9-]{0,63}")) {
      throw new BadInput("not a run id: " + run);
    }
    if (lost.isEmpty() != because.isBlank()) {
      throw new BadInput(
          "--lost NODE and --because TEXT go together: say why you give up the node");
    }
    RunStore store = RunSelection.store();
    RunView view = RunView.of(format);
    Outcome outcome = recover(store, run, inventory(store), "recover", lostNodes(), view);
    view.end(outcome);
    return outcome.exit();
  }

  private LostNodes lostNodes() {
    return lost.isEmpty()
        ? LostNodes.NONE
        : new LostNodes(Set.copyOf(lost), because.strip() + ", says " + OperatorName.get());
  }

  private Path inventory(RunStore store) throws BadInput {
    boolean isHere = store.has(run) && Files.exists(store.request(run));
    return cluster.asTyped().isEmpty() && isHere ? inventoryOf(store, run) : cluster.inventory();
  }

  /** The inventory that a run of this machine was begun with. */
  static Path inventoryOf(RunStore store, String run) throws BadInput {
    try {
      return Path.of(RunRequest.load(store.request(run)).inventory());
    } catch (IOException unreadable) {
      throw new BadInput(
          "the request of run "
              + run
              + " cannot be read ("
              + unreadable.getMessage()
              + "): name the inventory yourself, with `safeops recover "
              + run
              + " -i INVENTORY`");
    }
  }

  static Outcome recover(
      RunStore store, String run, Path inventoryFile, String why, LostNodes lost, RunView view)
      throws Exception {
    Inventory inventory = Inventory.load(inventoryFile);
    ExecutorService executor = FactsCollection.executor();
    JournalSummary before = JournalSummary.of(store, run);
    try (ClusterAccess access =
            new ClusterAccess(
                inventory, new Keyring(Passphrases.ofTerminal()), executor, Clock.systemUTC());
        OptionalJournal journal =
            OptionalJournal.open(store, run, event -> view.event(RecordedEvent.of(event)))) {
      Recovery recovery = new Recovery(inventory, access, store, executor);
      return recovery.recover(run, why, lost, before, journal);
    } finally {
      executor.shutdownNow();
    }
  }
}
