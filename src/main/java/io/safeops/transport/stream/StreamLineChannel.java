package io.safeops.transport.stream;

import io.safeops.transport.LineChannel;
import io.safeops.transport.TransportException;
import io.safeops.transport.thread.IoThreads;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A line channel over the streams of a running command. A thread of its own reads lines ahead, so
 * that {@link #close} ends a waiting {@link #receive} even when the network is dead.
 */
public final class StreamLineChannel implements LineChannel {

  /** The longest line that it accepts, in bytes. */
  static final int LINE_CAP = 2 * 1024 * 1024;

  private static final int READ_AHEAD = 8;

  /** The command at the other end. */
  public interface Remote {
    /** For messages: the command and the node. */
    String description();

    /**
     * Called when its output has ended.
     *
     * @throws TransportException when the connection ended, not the command
     */
    void ended() throws TransportException;

    /** Ends it. Called once; must not wait. */
    void end();
  }

  private final Remote remote;
  private final OutputStream input;
  private final OutputTail words;
  private final Deque<String> lines = new ArrayDeque<>();
  private @Nullable TransportException failure;
  private boolean ended;
  private boolean closed;

  /**
   * @param output may have been read from already
   */
  public StreamLineChannel(
      Remote remote, BufferedInputStream output, OutputTail words, OutputStream input) {
    this.remote = remote;
    this.input = input;
    this.words = words;
    IoThreads.start(() -> read(output));
  }

  @Override
  public void send(String line) throws TransportException {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line cannot hold a line break");
    }
    try {
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException broken) {
      throw lost("no longer takes input", broken);
    }
  }

  @Override
  public synchronized @Nullable String receive() throws TransportException {
    try {
      while (lines.isEmpty() && !ended && !closed) {
        wait();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw lost("was being waited for when this was interrupted", interrupted);
    }
    if (!closed && !lines.isEmpty()) {
      notifyAll();
      return lines.poll();
    }
    if (failure != null && !closed) {
      throw failure;
    }
    return null;
  }

  @Override
  public String lastWords() {
    return words.text();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      notifyAll();
    }
    remote.end();
  }

  private void read(InputStream output) {
    try {
      for (String line = line(output); line != null; line = line(output)) {
        if (!offer(line)) {
          return;
        }
      }
      remote.ended();
      finish(null);
    } catch (TransportException known) {
      finish(known);
    } catch (IOException broken) {
      finish(lost("broke off", broken));
    }
  }

  private synchronized boolean offer(String line) {
    try {
      while (lines.size() >= READ_AHEAD && !closed) {
        wait();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return false;
    }
    lines.add(line);
    notifyAll();
    return !closed;
  }

  private synchronized void finish(@Nullable TransportException why) {
    failure = why;
    ended = true;
    notifyAll();
  }

  /** The next line without its end; null at the end of the stream, also within a line. */
  public static @Nullable String line(InputStream stream) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    for (int b = stream.read(); b != '\n'; b = stream.read()) {
      if (b < 0) {
        return null;
      }
      if (bytes.size() >= LINE_CAP) {
        throw new IOException("a line is longer than 2 MiB");
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private TransportException lost(String how, Exception cause) {
    return new TransportException(
        TransportException.TransportFailure.LOST,
        remote.description() + " " + how + ": " + cause.getMessage(),
        cause);
  }
}
