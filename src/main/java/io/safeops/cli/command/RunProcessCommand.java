package io.safeops.cli.command;

import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.run.RunProcess;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The run process itself; started by {@code apply}. */
@Command(name = "run-process", hidden = true)
final class RunProcessCommand implements Callable<Integer> {

  @Mixin private RunSelection run;

  @Override
  public Integer call() throws Exception {
    return new RunProcess(
            run.id(), RunSelection.store(), Passphrases.from(System.in), Clock.systemUTC())
        .execute()
        .exit();
  }
}
