package io.safeops.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * A program on a real terminal of a given size: tmux draws it, and tells what stands on the screen.
 */
public final class TmuxTerminal implements AutoCloseable {

  /** A busy machine starts a program slowly. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String ENDED = "ended with ";

  private final Path folder;

  /**
   * Starts a program.
   *
   * @param folder for its files; it must be short, as it holds a socket
   * @param environment of the program, beside that of this process
   */
  public TmuxTerminal(
      Path folder, int columns, int rows, Map<String, String> environment, List<String> command) {
    this.folder = folder;
    StringBuilder script = new StringBuilder("trap : INT\nunset NO_COLOR SAFEOPS_PLAIN TMUX\n");
    environment.forEach(
        (name, value) ->
            script.append("export ").append(name).append("='").append(value).append("'\n"));
    command.forEach(word -> script.append('\'').append(word).append("' "));
    script.append("\necho \"").append(ENDED).append("$?\"\nexec sleep 3600\n");
    try {
      Path file = Files.writeString(folder.resolve("command.sh"), script);
      tmux(
          "new-session",
          "-d",
          "-x",
          String.valueOf(columns),
          "-y",
          String.valueOf(rows),
          "sh " + file);
      tmux("pipe-pane", "-o", "cat >>" + raw());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path raw() {
    return folder.resolve("raw");
  }

  /** What stands on the screen now: one line for each row, without spaces at its end. */
  public List<String> screen() {
    return tmux("capture-pane", "-p").lines().map(String::stripTrailing).toList();
  }

  /** What stands on the screen, and what has moved out of it at the top. */
  public String shown() {
    return tmux("capture-pane", "-p", "-J", "-S", "-");
  }

  /** How many bytes the program has sent so far. */
  public long bytes() {
    try {
      return Files.exists(raw()) ? Files.size(raw()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All bytes that the program has sent so far. */
  public String sent() {
    try {
      return Files.readString(raw(), java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until this was shown, in one line or broken between words. */
  public TmuxTerminal sees(String text) {
    return waits(shown -> shown.contains(text) || unbroken(shown).contains(unbroken(text)), text);
  }

  private static String unbroken(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** Waits until what was shown so far is as it must be. */
  public TmuxTerminal waits(Predicate<String> shown, String what) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!shown.test(shown())) {
      if (System.nanoTime() - until > 0) {
        throw new AssertionError("never shown: " + what + "\n" + shown());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return this;
  }

  /** Types a line, as a person does. */
  public TmuxTerminal types(String line) {
    return writes(line).presses("Enter");
  }

  /** Types a text without Enter. */
  public TmuxTerminal writes(String text) {
    if (!text.isEmpty()) {
      tmux("send-keys", "-l", "--", text);
    }
    return this;
  }

  /** Pastes a text, as terminals do that say so to the program. */
  public TmuxTerminal pastes(String text) {
    tmux("set-buffer", "--", text);
    tmux("paste-buffer", "-p");
    return this;
  }

  /**
   * How long it takes from Enter until the program has sent this text, beside what it sent before.
   */
  public Duration answers(String line, String text) {
    tmux("send-keys", "-l", line);
    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    int before = sent().length();
    long begun = System.nanoTime();
    presses("Enter");
    while (sent().indexOf(text, before) < 0) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new AssertionError("never sent: " + text + "\n" + shown());
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /** Presses a key, by tmux's name for it: {@code C-c}, {@code Tab}. */
  public TmuxTerminal presses(String key) {
    tmux("send-keys", key);
    return this;
  }

  public TmuxTerminal resizes(int columns, int rows) {
    tmux("resize-window", "-x", String.valueOf(columns), "-y", String.valueOf(rows));
    return this;
  }

  /** The program's exit status, once it has ended. */
  public int ends() {
    sees(ENDED);
    String shown = shown();
    String status = shown.substring(shown.lastIndexOf(ENDED) + ENDED.length()).strip();
    return Integer.parseInt(status.lines().findFirst().orElse("-1").strip());
  }

  private String tmux(String... words) {
    List<String> argv =
        new ArrayList<>(List.of("tmux", "-S", folder.resolve("s").toString(), "-f", "/dev/null"));
    argv.addAll(List.of(words));
    try {
      ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      builder.environment().remove("TMUX");
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", argv) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Closes the window; the program gets SIGHUP. */
  @Override
  public void close() {
    tmux("kill-server");
  }
}
