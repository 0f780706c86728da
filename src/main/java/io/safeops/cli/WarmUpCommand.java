package io.safeops.cli;

import picocli.CommandLine.Command;

/**
 * Loads the classes that most starts need; the launcher records them for its archive. Changes and
 * contacts nothing.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Runnable {
  @Override
  public void run() {
    Main.run("--version");
  }
}
