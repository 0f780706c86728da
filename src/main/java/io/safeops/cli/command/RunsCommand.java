package io.safeops.cli.command;

import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.JsonView;
import io.safeops.cli.view.View;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops runs}: the runs of this machine, newest first. */
@Command(
    name = "runs",
    description = "List the runs of this machine, newest first.",
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {

  @Mixin private Format format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    RunStore store = RunSelection.store();
    var out = spec.commandLine().getOut();
    View json = new JsonView(out);
    for (String id : store.ids()) {
      RunStatus standing = RunStatus.of(store, id);
      RunEvent last = standing.last();
      String state = standing.text();
      if (format.isJson()) {
        json.event(new RecordedEvent(last, Map.of()).with("run", id).with("state", state));
      } else {
        out.println(id + "  " + state + "  " + last.text());
      }
    }
    return Exit.OK;
  }
}
