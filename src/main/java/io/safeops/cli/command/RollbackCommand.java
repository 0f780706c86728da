package io.safeops.cli.command;

import io.safeops.cli.option.OperatorName;
import io.safeops.cli.terminal.CommandSender;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.CommandAnswerView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.RunView;
import io.safeops.run.control.RunClient;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.event.Outcome;
import io.safeops.run.store.RunStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops rollback}: undoes a change now. */
@Command(name = "rollback", description = "Undo a change now.", mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {

  @Mixin private RunSelection run;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    RunStore store = RunSelection.store();
    String id = run.id();
    // A process that was superseded knows no outcome: the nodes are asked.
    boolean open = run.ended().filter(ended -> ended.end() != Outcome.End.SUPERSEDED).isEmpty();
    boolean orphaned = open && !RunClient.isServed(store.socket(id));
    if (orphaned && Files.exists(store.request(id))) {
      return recover(store, id);
    }
    return CommandSender.say(
        run, client -> client.rollback(OperatorName.get()), Exit.OK, CommandAnswerView.of(format));
  }

  /** The process is gone: this command tells the nodes, with a higher epoch. */
  private int recover(RunStore store, String id) throws Exception {
    RunView view = RunView.of(format);
    Path inventory = RecoverCommand.inventoryOf(store, id);
    Outcome outcome =
        RecoverCommand.recover(store, id, inventory, "rollback", LostNodes.NONE, view);
    view.end(outcome);
    return outcome.exit();
  }
}
