package io.safeops.cli;

import io.safeops.run.FileJournal;
import io.safeops.run.RunClient;
import io.safeops.run.RunEvent;
import io.safeops.run.RunStore;
import java.nio.file.Files;
import java.util.List;
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
    RunStore store = RunChoice.store();
    var out = spec.commandLine().getOut();
    View json = new JsonView(out);
    for (String id : store.ids()) {
      if (!Files.exists(store.journal(id))) {
        continue;
      }
      List<RunEvent> events = FileJournal.read(store.journal(id));
      RunEvent last =
          events.isEmpty()
              ? RunEvent.of(RunEvent.Kind.NOTE, "empty")
              : events.get(events.size() - 1);
      String state =
          last.kind() == RunEvent.Kind.ENDED
              ? last.data().getOrDefault("end", "")
              : RunClient.isServed(store.socket(id)) ? "OPEN" : "PROCESS GONE";
      if (format.isJson()) {
        json.event(RunEvent.of(last.kind(), last.text(), "run", id, "state", state));
      } else {
        out.println(id + "  " + state + "  " + last.text());
      }
    }
    return Exit.OK;
  }
}
