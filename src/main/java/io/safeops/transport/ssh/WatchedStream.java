package io.safeops.transport.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that reports whenever bytes come. */
final class WatchedStream extends FilterInputStream {

  private final Runnable moved;

  WatchedStream(InputStream stream, Runnable moved) {
    super(stream);
    this.moved = moved;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      moved.run();
    }
    return read;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = in.read(into, from, length);
    if (read > 0) {
      moved.run();
    }
    return read;
  }
}
