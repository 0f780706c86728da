package io.safeops.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client of a run's socket: reads what happens, says the operator's words. */
public final class RunClient implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineSocket socket;

  private RunClient(SocketChannel channel) {
    this.socket = new LineSocket(channel);
  }

  /**
   * Connects to a run.
   *
   * @throws IOException when no process serves it: the run has ended, or its process was killed
   */
  public static RunClient connect(Path socket) throws IOException {
    return new RunClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  /**
   * Does a process serve this socket? The file alone says nothing: it outlives a killed process.
   */
  public static boolean isServed(Path socket) {
    if (!Files.exists(socket)) {
      return false;
    }
    try (RunClient client = connect(socket)) {
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** What a run says. */
  public sealed interface Message {
    /** Something happened. */
    record Event(RunEvent event) implements Message {}

    /**
     * The answer to a word of this client.
     *
     * @param done whether what it asked for is done
     */
    record Answer(boolean done, String text) implements Message {}

    /** The run is over. */
    record End(Outcome outcome) implements Message {}
  }

  /** Waits for the next message; null when the run's process is gone without an end. */
  public @Nullable Message next() throws IOException {
    String line = socket.read();
    if (line == null) {
      return null;
    }
    JsonNode tree = JSON.readTree(line);
    if (tree.has("event")) {
      JsonNode event = tree.path("event");
      Map<String, String> data = new LinkedHashMap<>();
      event.path("data").properties().forEach(f -> data.put(f.getKey(), f.getValue().asText()));
      return new Message.Event(
          new RunEvent(
              RunEvent.Kind.valueOf(event.path("kind").asText()),
              event.path("text").asText(),
              data));
    }
    if (tree.has("end")) {
      JsonNode end = tree.path("end");
      return new Message.End(
          new Outcome(Outcome.End.valueOf(end.path("end").asText()), end.path("text").asText()));
    }
    JsonNode answer = tree.path("answer");
    return new Message.Answer(answer.path("done").asBoolean(false), answer.path("text").asText());
  }

  public void confirm(String code) throws IOException {
    say(Map.of("do", "confirm", "code", code));
  }

  public void rollback(String by) throws IOException {
    say(Map.of("do", "rollback", "by", by));
  }

  public void extend(Duration length) throws IOException {
    say(Map.of("do", "extend", "seconds", length.toSeconds()));
  }

  public void go() throws IOException {
    say(Map.of("do", "go"));
  }

  public void show() throws IOException {
    say(Map.of("do", "show"));
  }

  private synchronized void say(Map<String, Object> word) throws IOException {
    socket.write(JSON.writeValueAsString(word));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
