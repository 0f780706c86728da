package io.safeops.transport.command;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.stream.OutputTail;
import io.safeops.transport.stream.StreamExchange;
import io.safeops.transport.stream.StreamLineChannel;
import io.safeops.transport.thread.IoThreads;
import io.safeops.transport.thread.ProgressDeadline;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs commands through a program that gives a shell. Each command starts the program anew. */
final class ShellConnection implements Connection {

  /**
   * A report is base64 of at most {@link StreamExchange#OUTPUT_CAP}, and other output may be around
   * it.
   */
  private static final int REPORT_CAP = StreamExchange.OUTPUT_CAP / 3 * 4 + 4 * 1024 * 1024;

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);

  private final String description;
  private final List<String> argv;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  ShellConnection(String description, List<String> argv) {
    this.description = description;
    this.argv = argv;
  }

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout)
      throws TransportException {
    ShellScript script = new ShellScript();
    ProgressDeadline progress = new ProgressDeadline(timeout, timeout.multipliedBy(LONGEST));
    Process process = launch();
    try {
      StreamExchange exchange =
          new StreamExchange(
              process.getInputStream(),
              process.getErrorStream(),
              process.getOutputStream(),
              progress::moved);
      byte[] text = script.run(command, standardInput).getBytes(StandardCharsets.UTF_8);
      StreamExchange.Printed printed = IoThreads.within(progress, () -> exchange(exchange, text));
      var result = script.result(printed.output());
      if (result.isPresent()) {
        return result.get();
      }
      throw new TransportException(TransportFailure.LOST, missingReport(script, process, printed));
    } catch (TimeoutException late) {
      throw new TransportException(
          TransportFailure.LOST,
          "%s: no answer %s; the command may still be running there"
              .formatted(description, progress.account()),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          TransportFailure.LOST,
          description + ": interrupted; the command may still be running there",
          interrupted);
    } finally {
      end(process);
    }
  }

  private StreamExchange.Printed exchange(StreamExchange exchange, byte[] script)
      throws TransportException {
    try {
      return exchange.run(script, REPORT_CAP);
    } catch (IOException broken) {
      throw new TransportException(
          TransportFailure.LOST, description + ": cut off: " + broken.getMessage(), broken);
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
      throw new TransportException(TransportFailure.LOST, description + ": given up", givenUp);
    }
  }

  private String missingReport(ShellScript script, Process process, StreamExchange.Printed printed)
      throws InterruptedException {
    String state =
        process.waitFor(1, TimeUnit.SECONDS)
            ? "ended with status " + process.exitValue()
            : "closed its output";
    String said = tail(printed.error());
    if (said.isEmpty()) {
      said = tail(printed.output());
    }
    return "%s: `%s` %s %s%s"
        .formatted(
            description,
            argv.get(0),
            state,
            script.hasBegun(printed.output())
                ? "before the command's end was seen"
                : "and no shell answered",
            said.isEmpty() ? "" : "; it said: " + said);
  }

  private static String tail(byte[] printed) {
    String text = new String(printed, StandardCharsets.UTF_8).trim();
    return text.length() <= 500 ? text : "..." + text.substring(text.length() - 500);
  }

  @Override
  public LineChannel start(Command command) throws TransportException {
    ShellScript script = new ShellScript();
    Process process = launch();
    OutputTail words = OutputTail.of(process.getErrorStream());
    BufferedInputStream output = new BufferedInputStream(process.getInputStream());
    boolean done = false;
    try {
      // The shell may read ahead, so the command's own input is sent only once the command is
      // ready.
      IoThreads.within(
          START_TIMEOUT, () -> greet(script, command, output, process.getOutputStream(), words));
      done = true;
      return new StreamLineChannel(new Remote(process), output, words, process.getOutputStream());
    } catch (TimeoutException late) {
      throw new TransportException(
          TransportFailure.LOST,
          "%s: no shell was ready within 20 s; this way may not keep its input open"
              .formatted(description),
          late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          TransportFailure.LOST, description + ": interrupted while it was started", interrupted);
    } finally {
      if (!done) {
        end(process);
      }
    }
  }

  private boolean greet(
      ShellScript script,
      Command command,
      BufferedInputStream output,
      OutputStream input,
      OutputTail words)
      throws TransportException {
    try {
      input.write(script.become(command).getBytes(StandardCharsets.UTF_8));
      input.flush();
      for (String line = StreamLineChannel.line(output);
          line != null;
          line = StreamLineChannel.line(output)) {
        if (script.isReady(line)) {
          return true;
        }
      }
    } catch (IOException broken) {
      throw new TransportException(
          TransportFailure.LOST,
          "%s: %s %s".formatted(description, broken.getMessage(), words.text()),
          broken);
    }
    throw new TransportException(
        TransportFailure.LOST,
        "%s: no shell answered; it said: %s".formatted(description, words.text()));
  }

  private Process launch() throws TransportException {
    if (closed) {
      throw new TransportException(TransportFailure.LOST, description + ": already closed");
    }
    try {
      Process process = new ProcessBuilder(argv).start();
      running.add(process);
      if (closed) {
        end(process);
      }
      return process;
    } catch (IOException notStarted) {
      throw new TransportException(
          TransportFailure.UNREACHABLE,
          "%s: `%s` cannot be started: %s"
              .formatted(description, argv.get(0), notStarted.getMessage()),
          notStarted);
    }
  }

  private void end(Process process) {
    running.remove(process);
    Processes.end(process);
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(this::end);
  }

  private final class Remote implements StreamLineChannel.Remote {
    private final Process process;

    Remote(Process process) {
      this.process = process;
    }

    @Override
    public String description() {
      return description;
    }

    /**
     * Cannot tell the end of the program from that of the command, but knows what was closed here.
     */
    @Override
    public void ended() throws TransportException {
      running.remove(process);
      if (closed) {
        throw new TransportException(
            TransportFailure.LOST, description + ": closed before the command had ended");
      }
    }

    @Override
    public void end() {
      ShellConnection.this.end(process);
    }
  }
}
