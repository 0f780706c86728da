package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.transport.Command;
import io.safeops.transport.ShellQuote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * The guard's shell program. It is started on a node that has no file of it yet: its text is sent
 * in base64 as the first line of standard input.
 */
public final class GuardProgram {

  private static final List<String> PARTS =
      List.of(
          "10-base.sh",
          "20-disk.sh",
          "30-state.sh",
          "40-unit.sh",
          "50-request.sh",
          "60-arm.sh",
          "62-steps.sh",
          "64-outcome.sh",
          "70-step.sh",
          "75-probe.sh",
          "80-undo.sh",
          "85-watch.sh",
          "90-main.sh");

  private static final String LOADER = "IFS= read -r G && eval \"$(printf %s \"$G\" | base64 -d)\"";

  private final String base64;

  private GuardProgram(String text) {
    this.base64 = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  public static GuardProgram load() {
    StringBuilder text = new StringBuilder();
    for (String part : PARTS) {
      try (InputStream in = GuardProgram.class.getResourceAsStream(part)) {
        if (in == null) {
          throw new IllegalStateException("the jar file does not contain " + part);
        }
        text.append(new String(in.readAllBytes(), UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new GuardProgram(text.toString());
  }

  /** A command that serves request lines; its first input line must be {@link #firstLine}. */
  public Command serve(String stateDirectory) {
    return Command.of("/bin/sh", "-c", LOADER, "guard", "serve", stateDirectory);
  }

  public String firstLine() {
    return base64;
  }

  /** A script that handles one request, for a shell that reads its standard input. */
  public String script(String stateDirectory, GuardRequest request) {
    return "G="
        + base64
        + "; eval \"$(printf %s \"$G\" | base64 -d)\"; "
        + ShellQuote.words(List.of("guard_main", "request", stateDirectory, request.line()))
        + "\n";
  }
}
