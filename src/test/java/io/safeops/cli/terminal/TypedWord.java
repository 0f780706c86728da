package io.safeops.cli.terminal;

import io.safeops.run.TypedCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

/** A session on a run of many nodes, to measure how long it takes to answer. */
public final class TypedWord implements AutoCloseable {

  private final ScriptedRun run;
  private final TmuxTerminal terminal;

  /**
   * @param folder for its files; it must be short, as it holds a socket
   */
  public TypedWord(Path folder, int nodes) throws IOException {
    run = new ScriptedRun(folder, IntStream.range(0, nodes).mapToObj(i -> "n" + i).toList());
    terminal =
        new TmuxTerminal(
            folder,
            160,
            50,
            Map.of("XDG_STATE_HOME", folder.toString()),
            TypedCommand.line("attach", run.id));
    terminal.sees("answering " + nodes);
  }

  /** How long it takes from Enter until the answer is sent whole. */
  public Duration answers(String word, String endOfAnswer) {
    return terminal.answers(word, endOfAnswer);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
    run.close();
  }
}
