package io.safeops.transport.stream;

import io.safeops.transport.thread.IoThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads a stream in the background and keeps its end for messages. */
public final class OutputTail {

  private static final int KEPT = 2048;

  private final byte[] ring = new byte[KEPT];
  private long total;
  private final Future<?> reading;

  private OutputTail(InputStream stream) {
    this.reading = IoThreads.start(() -> drain(stream));
  }

  public static OutputTail of(InputStream stream) {
    return new OutputTail(stream);
  }

  private void drain(InputStream stream) {
    byte[] chunk = new byte[4096];
    try {
      for (int read = stream.read(chunk); read >= 0; read = stream.read(chunk)) {
        keep(chunk, read);
      }
    } catch (IOException closed) {
      // The stream broke; what was read is kept.
    }
  }

  private synchronized void keep(byte[] chunk, int length) {
    for (int i = 0; i < length; i++) {
      ring[(int) (total++ % KEPT)] = chunk[i];
    }
  }

  /** The end of the stream, at most 2 KiB, trimmed. Waits a moment for a stream about to end. */
  public String text() {
    try {
      reading.get(200, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | ExecutionException notYet) {
      // Still open: returns what came so far.
    }
    return soFar();
  }

  private synchronized String soFar() {
    int length = (int) Math.min(total, KEPT);
    byte[] kept = new byte[length];
    for (int i = 0; i < length; i++) {
      kept[i] = ring[(int) ((total - length + i) % KEPT)];
    }
    return new String(kept, StandardCharsets.UTF_8).trim();
  }
}
