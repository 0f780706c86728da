package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunView;
import io.safeops.inventory.Inventory;
import io.safeops.run.Recovery;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.coordinate.Outcome;
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
      "Finish a run whose process is gone, from any machine with the inventory:",
      "what all nodes confirmed stays, everything else is undone.",
      "Exit 0: confirmed. 4: undone, and compared with what was before the run.",
      "5: undone on every node, not compared: only the machine that began the run",
      "can; or some node is not known to have undone, then it is named. 7: split.",
      "6: every node of the inventory was heard, and none was ever armed for it."
    },
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's id.")
  private String run = "";

  @Option(
      names = "--lost",
      paramLabel = "NODE",
      description = {
        "A node of the run that never comes back: its machine is destroyed, or what it",
        "held of the run. It is not waited for, and the others end without it. Give it",
        "again for each node."
      })
  private List<String> lost = new ArrayList<>();

  @Option(
      names = "--because",
      paramLabel = "TEXT",
      description = "How that is known; it stands in the journal.")
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
          "--lost NODE and --because TEXT go together: who gives up a node says why");
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
        : new LostNodes(
            Set.copyOf(lost), because.strip() + ", says " + System.getProperty("user.name"));
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
          "how run "
              + run
              + " was asked for cannot be read ("
              + unreadable.getMessage()
              + "): `safeops recover "
              + run
              + " -i INVENTORY` needs nothing of it");
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
        OptionalJournal journal = OptionalJournal.open(store, run, view::event)) {
      Recovery recovery = new Recovery(inventory, access, store, executor, Clock.systemUTC());
      return recovery.recover(run, why, lost, before, journal);
    } finally {
      executor.shutdownNow();
    }
  }
}
