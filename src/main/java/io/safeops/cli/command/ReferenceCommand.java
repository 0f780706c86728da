package io.safeops.cli.command;

import io.safeops.cli.reference.ReferenceFiles;
import io.safeops.cli.view.Exit;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the reference pages, the manual pages and the completions, for {@code docs}. */
@Command(name = "reference", hidden = true)
final class ReferenceCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      description = "The folder with reference, man and completion; other files there are deleted.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws Exception {
    ReferenceFiles.of(Main.commandLine().getCommandSpec()).write(folder);
    return Exit.OK;
  }
}
