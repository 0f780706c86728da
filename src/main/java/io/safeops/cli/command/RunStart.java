package io.safeops.cli.command;

import io.safeops.cli.terminal.Passphrases;
import io.safeops.run.control.RunClient;
import io.safeops.run.store.RunProgram;
import io.safeops.run.store.RunStore;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the run's process, which has no terminal and outlives this command. */
final class RunStart {

  private static final long ATTEMPTS = 600;

  private RunStart() {}

  /**
   * Starts it and connects to it.
   *
   * @param passphrases that the operator typed: the process has no terminal to ask at
   */
  static RunClient start(RunStore store, String run, Passphrases passphrases)
      throws IOException, InterruptedException {
    RunProgram.put(store, run);
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      command.add("/usr/bin/setsid");
    }
    Path launcher = Path.of(System.getProperty("safeops.home", ""), "safeops");
    if (launcher.isAbsolute()) {
      command.add(launcher.toString());
    } else {
      command.addAll(
          List.of(
              ProcessHandle.current().info().command().orElse("java"),
              "-cp",
              System.getProperty("java.class.path"),
              Main.class.getName()));
    }
    command.addAll(List.of("run-process", run));
    File log = store.log(run).toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(log).redirectErrorStream(true).start();
    try (OutputStream pipe = process.getOutputStream()) {
      passphrases.handTo(pipe);
    } catch (IOException gone) {
      process.waitFor();
      throw new IOException(
          "the run's process ended at once: " + Files.readString(log.toPath()).strip(), gone);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (Files.exists(store.socket(run))) {
        try {
          return RunClient.connect(store.socket(run));
        } catch (IOException notYet) {
          // The socket is not listened on yet, or was just closed: it is tried again.
        }
      }
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "the run's process ended at once: " + Files.readString(log.toPath()).strip());
      }
    }
    process.destroy();
    throw new IOException("the run's process did not start within 30 s; no node was armed");
  }
}
