package io.safeops.cli;

import io.safeops.run.FileJournal;
import io.safeops.run.RunEvent;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code safeops show}: what a run's journal holds. */
@Command(
    name = "show",
    description = "Show what happened in a run, from its journal.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

  @Mixin private RunChoice run;
  @Mixin private Format format;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    String id = run.id();
    var out = spec.commandLine().getOut();
    List<RunEvent> events = FileJournal.read(RunChoice.store().journal(id));
    View json = new JsonView(out);
    for (RunEvent event : events) {
      if (format.isJson()) {
        json.event(event);
      } else {
        out.println(
            event.data().getOrDefault("at", "") + "  " + event.kind() + "  " + event.text());
      }
    }
    int broken = FileJournal.firstBroken(RunChoice.store().journal(id));
    if (broken > 0) {
      spec.commandLine()
          .getErr()
          .println("line " + broken + " of the journal does not follow from the one before it");
      return Exit.FAILED;
    }
    return Exit.OK;
  }
}
