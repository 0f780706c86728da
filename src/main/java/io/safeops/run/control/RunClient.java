package io.safeops.run.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEventCodec;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshotCodec;
import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A client of a run's socket: reads what happens, sends the operator's commands. */
public final class RunClient implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(20);

  private final LineSocket socket;

  private RunClient(SocketChannel channel) {
    this.socket = new LineSocket(channel);
  }

  /**
   * Connects to a run.
   *
   * @throws Stopped when its process exists and has accepted no connection for 5 s
   * @throws IOException when no process serves it: the run has ended, or its process was killed
   */
  public static RunClient connect(Path socket) throws IOException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<SocketChannel> channel = connected(socket);
      if (channel.isPresent()) {
        return new RunClient(channel.get());
      }
      if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
        throw new Stopped();
      }
      LockSupport.parkNanos(AGAIN.toNanos());
    }
  }

  /**
   * Tries once. Clients that a stopped process has not accepted fill the queue at its socket; a
   * blocking connect would then wait for ever.
   *
   * @return empty when the queue is full
   * @throws IOException when nobody listens there
   */
  private static Optional<SocketChannel> connected(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean isMine = false;
    try {
      channel.configureBlocking(false);
      if (channel.connect(UnixDomainSocketAddress.of(socket))) {
        channel.configureBlocking(true);
        isMine = true;
        return Optional.of(channel);
      }
      return Optional.empty();
    } catch (ConnectException nobody) {
      throw nobody;
    } catch (SocketException full) {
      // EAGAIN, of which Java makes no exception of its own; EACCES and ENOENT have other causes.
      if (!Files.isWritable(socket)) {
        throw full;
      }
      return Optional.empty();
    } finally {
      if (!isMine) {
        channel.close();
      }
    }
  }

  /**
   * Whether a process serves this socket. The file alone proves nothing: it outlives a killed
   * process. A stopped process counts, although it accepts no client.
   */
  public static boolean isServed(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try {
      Optional<SocketChannel> channel = connected(socket);
      if (channel.isPresent()) {
        channel.get().close();
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** The run's process exists and accepts no connection. */
  public static final class Stopped extends IOException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      this("no lease is renewed, and every armed node undoes the change");
    }

    /**
     * @param then what happens to the run then
     */
    public Stopped(String then) {
      super(
          "the run's process has accepted no connection for "
              + PATIENCE.toSeconds()
              + " s: it is stopped, or its machine is too busy. If that lasts, "
              + then);
    }
  }

  /** A message of a run to its clients. */
  public sealed interface Message {
    /** Something happened. */
    record Event(RecordedEvent event) implements Message {}

    /**
     * The answer to a command of this client.
     *
     * @param done whether what it asked for is done
     */
    record CommandAnswer(boolean done, String text) implements Message {}

    /** How every node stands: the answer to {@link RunClient#status}. */
    record Status(RunSnapshot snapshot) implements Message {}

    /** The run is over. */
    record RunEnded(Outcome outcome) implements Message {}
  }

  /**
   * Waits for the next message; null when the run's process is gone without one that tells the end.
   */
  public @Nullable Message next() throws IOException {
    String line = socket.read();
    if (line == null) {
      return null;
    }
    JsonNode tree = JSON.readTree(line);
    if (tree.has("event")) {
      RecordedEvent event = RunEventCodec.read(tree.path("event"));
      // The run of an earlier version tells no time.
      JsonNode at = tree.path("event").path("at");
      return new Message.Event(at.isTextual() ? event.with("at", at.asText()) : event);
    }
    if (tree.has("end")) {
      JsonNode end = tree.path("end");
      return new Message.RunEnded(
          new Outcome(
              Outcome.End.of(end.path("end").asText(), end.path("exit").asInt(1)),
              end.path("text").asText()));
    }
    if (tree.has("status")) {
      return new Message.Status(RunSnapshotCodec.read(tree.path("status")));
    }
    JsonNode answer = tree.path("answer");
    return new Message.CommandAnswer(
        answer.path("done").asBoolean(false), answer.path("text").asText());
  }

  /**
   * @param by who says it, as for all commands
   */
  public void confirm(String code, String by) throws IOException {
    send(Map.of("do", OperatorVerb.CONFIRM.word(), "code", code, "by", by));
  }

  public void rollback(String by) throws IOException {
    send(Map.of("do", OperatorVerb.ROLLBACK.word(), "by", by));
  }

  public void extend(Duration length, String by) throws IOException {
    send(Map.of("do", OperatorVerb.EXTEND.word(), "seconds", length.toSeconds(), "by", by));
  }

  /**
   * @param step the step that the operator has seen: the run does no other one for it
   */
  public void go(String step, String by) throws IOException {
    send(Map.of("do", OperatorVerb.GO.word(), "step", step, "by", by));
  }

  /** Asks how every node stands; the answer is a {@link Message.Status}. */
  public void status() throws IOException {
    send(Map.of("do", OperatorVerb.STATUS.word()));
  }

  public void show() throws IOException {
    send(Map.of("do", OperatorVerb.SHOW.word()));
  }

  private synchronized void send(Map<String, Object> word) throws IOException {
    socket.write(JSON.writeValueAsString(word));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
