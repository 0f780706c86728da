package io.safeops.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that reports whenever bytes come. */
final class WatchedSocket extends Socket {

  private final Runnable moved;

  WatchedSocket(Runnable moved) {
    this.moved = moved;
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new WatchedStream(super.getInputStream(), moved);
  }
}
