package io.safeops.transport.stream;

import io.safeops.transport.thread.IoThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * A stream that is read as fast as bytes come, even if the caller reads nothing. A relay such as
 * {@code nc} stops taking bytes while its own are not read; and sshj stops reading while its window
 * adjustment waits behind a packet that the relay does not take. Together they would wait for ever.
 * The windows of the open channels, 2 MiB each, limit what is kept here.
 */
public final class ReadAhead extends InputStream {

  private static final int CHUNK = 32 * 1024;
  private static final long LIMIT = 64L * 1024 * 1024;

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private int at;
  private long kept;
  private boolean ended;

  private ReadAhead() {}

  public static ReadAhead of(InputStream source) {
    ReadAhead stream = new ReadAhead();
    IoThreads.start(() -> stream.drain(source));
    return stream;
  }

  private void drain(InputStream source) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int read = source.read(chunk); read >= 0; read = source.read(chunk)) {
        if (!add(Arrays.copyOf(chunk, read))) {
          break;
        }
      }
    } catch (IOException closed) {
      // The reader sees the end of the stream.
    } finally {
      end();
    }
  }

  private synchronized boolean add(byte[] chunk) {
    kept += chunk.length;
    chunks.add(chunk);
    notifyAll();
    return kept <= LIMIT;
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] into, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (chunks.isEmpty() && !ended) {
        wait();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
    byte[] first = chunks.peek();
    if (first == null) {
      return -1;
    }
    int taken = Math.min(length, first.length - at);
    System.arraycopy(first, at, into, from, taken);
    at += taken;
    kept -= taken;
    if (at == first.length) {
      chunks.remove();
      at = 0;
    }
    return taken;
  }

  @Override
  public synchronized int available() {
    return (int) Math.min(kept, Integer.MAX_VALUE);
  }
}
