package io.safeops.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One client of a run's socket, for the thread that serves all clients. Nothing here waits: lines
 * that a client has not read yet are kept for it.
 */
public final class ServedClient {

  /** Bytes. A run sends far less: a client with so much unread is not reading. */
  private static final int MOST_UNREAD = 4 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final SelectionKey key;
  private final long connectedAt;
  private final LineBuffer lines = new LineBuffer();
  private final ByteBuffer received = ByteBuffer.allocate(8192);
  private final Deque<ByteBuffer> unread = new ArrayDeque<>();
  private long unreadBytes;
  private boolean hasSentCommand;
  private boolean last;

  /**
   * @param now nanoseconds
   */
  ServedClient(SocketChannel channel, SelectionKey key, long now) {
    this.channel = channel;
    this.key = key;
    this.connectedAt = now;
  }

  public static byte[] line(String key, Object value) {
    try {
      return (JSON.writeValueAsString(Map.of(key, value)) + "\n").getBytes(UTF_8);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether it has never sent a line. */
  boolean isSilent() {
    return !hasSentCommand;
  }

  /** When it connected, in nanoseconds. */
  long connectedAt() {
    return connectedAt;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  /** Queues a line for the client, and sends what it takes now. */
  void put(byte[] line) {
    if (last || !isOpen()) {
      return;
    }
    unread.add(ByteBuffer.wrap(line));
    unreadBytes += line.length;
    send();
    if (unreadBytes > MOST_UNREAD) {
      close();
    }
  }

  /** Queues the last line: once it is sent, the connection is closed. */
  void putLast(byte[] line) {
    put(line);
    last = true;
    send();
  }

  /** Sends what the client takes now. */
  void send() {
    try {
      while (!unread.isEmpty()) {
        ByteBuffer first = unread.peek();
        unreadBytes -= channel.write(first);
        if (first.hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
        unread.poll();
      }
      if (last) {
        close();
      } else if (key.isValid()) {
        key.interestOps(SelectionKey.OP_READ);
      }
    } catch (IOException gone) {
      close(); // a client that left is no event of the run
    }
  }

  /** Reads what the client has sent; closes when the client has closed. */
  void receive(Consumer<String> word) {
    try {
      received.clear();
      int count = channel.read(received);
      received.flip();
      if (count < 0) {
        close();
        return;
      }
      for (String line = lines.next(received); line != null; line = lines.next(received)) {
        hasSentCommand = true;
        word.accept(line);
      }
    } catch (IOException gone) {
      close(); // a client that left, or whose line has no end
    }
  }

  void close() {
    unread.clear();
    unreadBytes = 0;
    try {
      channel.close();
    } catch (IOException closed) {
      key.cancel(); // its resources are freed all the same
    }
  }
}
