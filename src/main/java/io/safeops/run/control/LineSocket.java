package io.safeops.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 over a socket, both ways at once, for a client that waits for them. It uses the
 * channel itself: before Java 19 the streams of {@code Channels} share one lock, so that a waiting
 * reader blocks every writer.
 */
final class LineSocket implements Closeable {

  private final SocketChannel channel;
  private final LineBuffer lines = new LineBuffer();
  private final ByteBuffer received = ByteBuffer.allocate(8192).flip();

  LineSocket(SocketChannel channel) {
    this.channel = channel;
  }

  /** The next line, or null at the end. One reader at a time. */
  @Nullable String read() throws IOException {
    while (true) {
      String line = lines.next(received);
      if (line != null) {
        return line;
      }
      received.clear();
      int count = channel.read(received);
      received.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
