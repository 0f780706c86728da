package io.safeops.session;

import io.safeops.lab.Lab;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code safeops} command on a terminal of its own (script(1)), to which a test types as a person
 * would.
 */
final class TypedSession implements AutoCloseable {

  private static final Pattern ESCAPES =
      Pattern.compile(
          "\u001b\\[[0-9;?>=]*[a-zA-Z]|\u001b[=>()][0-9A-B]?|\r|\u0007|\u001b\\][^\u0007]*\u0007");
  private static final Pattern RUN =
      Pattern.compile("run (\\d{8}-\\d{6}-[a-z0-9]{4}) is a process");

  private final Process process;
  private final OutputStream keyboard;
  private final Path screen;

  TypedSession(Operator operator, String... argv) {
    try {
      screen = Files.createTempFile("terminal", ".screen");
      ProcessBuilder inner = operator.command(argv);
      StringBuilder line = new StringBuilder("stty cols 160 rows 50;");
      for (String word : inner.command()) {
        line.append(" '").append(word).append('\'');
      }
      ProcessBuilder builder =
          new ProcessBuilder("script", "-q", "-e", "-f", "-c", line.toString(), screen.toString());
      builder.environment().putAll(inner.environment());
      builder.environment().put("TERM", "xterm");
      builder.environment().put("SHELL", "/bin/sh");
      process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
      keyboard = process.getOutputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All text that was shown so far, without colours and cursor movements. */
  String shown() {
    try {
      return ESCAPES.matcher(Files.readString(screen, StandardCharsets.UTF_8)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the terminal shows this text. */
  TypedSession sees(String text) {
    return sees(1, text);
  }

  /** Waits until the terminal has shown this text so many times. */
  TypedSession sees(int times, String text) {
    boolean seen = Lab.eventually(Lab.PATIENCE, () -> shows(times, text) || !process.isAlive());
    if (!seen || !shows(times, text)) {
      throw new AssertionError("not shown (times " + times + "): " + text + "\n" + shown());
    }
    return this;
  }

  /** A session breaks long lines between words. */
  private boolean shows(int times, String text) {
    return unbroken(shown()).split(Pattern.quote(unbroken(text)), -1).length > times;
  }

  private static String unbroken(String text) {
    return text.replaceAll("\\s+", " ");
  }

  TypedSession types(String line) {
    return presses(line + "\r");
  }

  TypedSession presses(String keys) {
    try {
      keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
      keyboard.flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String run() {
    sees("is a process of its own");
    Matcher matcher = RUN.matcher(shown());
    if (!matcher.find()) {
      throw new AssertionError("no run id in\n" + shown());
    }
    return matcher.group(1);
  }

  /** The command's exit code. */
  int ends() {
    try {
      if (!process.waitFor(Lab.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still running:\n" + shown());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The run process is a descendant too, but must keep running. */
  private static boolean isOnTheTerminal(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(" -jar ") && !line.contains(" run-process "))
        .isPresent();
  }

  /** Hangs the terminal up, as if the window or the laptop were closed. */
  @Override
  public void close() {
    try {
      List<ProcessHandle> inside =
          process.descendants().filter(TypedSession::isOnTheTerminal).toList();
      process.destroyForcibly();
      process.waitFor();
      boolean gone =
          Lab.eventually(Lab.PATIENCE, () -> inside.stream().noneMatch(ProcessHandle::isAlive));
      if (!gone) {
        inside.forEach(ProcessHandle::destroyForcibly);
        throw new AssertionError("outlived its terminal: " + inside + "\n" + shown());
      }
      Files.deleteIfExists(screen);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
