package io.safeops.transport.stream;

import io.safeops.transport.Result;
import io.safeops.transport.thread.IoThreads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * The three streams of a command that runs to its end. It writes standard input while it reads both
 * outputs, because otherwise a command that waits on one of them would never end.
 */
public final class StreamExchange {

  /** Most that a command may print; {@link Result} promises it. */
  public static final int OUTPUT_CAP = 32 * 1024 * 1024;

  public static final int ERROR_CAP = 64 * 1024;

  /** What a command printed. */
  public record Printed(byte[] output, byte[] error) {}

  /** A command printed more than it may. */
  public static final class TooMuchOutput extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchOutput(int cap) {
      super("it printed more than " + cap / (1024 * 1024) + " MiB");
    }
  }

  private final InputStream output;
  private final InputStream error;
  private final OutputStream input;
  private final Runnable moved;

  /**
   * @param moved called for every piece that the command prints
   */
  public StreamExchange(InputStream output, InputStream error, OutputStream input, Runnable moved) {
    this.output = output;
    this.error = error;
    this.input = input;
    this.moved = moved;
  }

  /**
   * Writes and reads until both outputs end. It is no error if the command ends without reading its
   * standard input.
   *
   * @param outputCap in bytes
   */
  public Printed run(byte[] standardInput, int outputCap) throws IOException, InterruptedException {
    Future<byte[]> errors = IoThreads.begin(this::errorHead);
    IoThreads.start(() -> feed(standardInput));
    try {
      byte[] printed = whole(outputCap);
      return new Printed(printed, errors.get());
    } catch (ExecutionException defect) {
      throw new IllegalStateException(defect.getCause());
    }
  }

  private void feed(byte[] standardInput) {
    try (input) {
      input.write(standardInput);
      input.flush();
    } catch (IOException notTaken) {
      // The command ended or the connection broke; the outputs tell which.
    }
  }

  private byte[] whole(int cap) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
    byte[] chunk = new byte[32 * 1024];
    for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
      moved.run();
      if (kept.size() + read > cap) {
        throw new TooMuchOutput(cap);
      }
      kept.write(chunk, 0, read);
    }
    return kept.toByteArray();
  }

  private byte[] errorHead() {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(1024);
    byte[] chunk = new byte[4096];
    try {
      for (int read = error.read(chunk); read >= 0; read = error.read(chunk)) {
        moved.run();
        kept.write(chunk, 0, Math.min(read, ERROR_CAP - kept.size()));
      }
    } catch (IOException broken) {
      // Standard output breaks at the same moment and reports it.
    }
    return kept.toByteArray();
  }
}
