package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code safeops} command as a process of its own, from the classes under test. */
public final class TypedCommand {

  /** The output of a command on both streams, and its exit status. */
  public record Said(int exit, String text) {}

  private TypedCommand() {}

  /** The words that start it. */
  public static List<String> line(String... argv) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.safeops.cli.command.Main"));
    command.addAll(List.of(argv));
    return command;
  }

  /** Starts it where runs are kept under {@code state}. */
  public static Process start(Path state, String... argv) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(line(argv)).redirectErrorStream(true);
    builder.environment().put("XDG_STATE_HOME", state.toString());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    return builder.redirectInput(Path.of("/dev/null").toFile()).start();
  }

  /** Starts it and waits for its end. */
  public static Said types(Path state, String... argv) throws IOException, InterruptedException {
    Process process = start(state, argv);
    String text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }
}
