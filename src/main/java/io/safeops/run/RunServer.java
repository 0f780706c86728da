package io.safeops.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The run's socket: every client is told what happened and what happens, and lays the operator's
 * words on the {@link Desk}. JSON lines both ways; the file is 0600 in a 0700 directory, that is
 * its whole authentication.
 */
public final class RunServer implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServerSocketChannel server;
  private final Path path;
  private final Loop loop;
  private final Desk desk;
  private final List<RunEvent> history = new ArrayList<>();
  private final List<Client> clients = new ArrayList<>();

  private RunServer(ServerSocketChannel server, Path path, Loop loop, Desk desk) {
    this.server = server;
    this.path = path;
    this.loop = loop;
    this.desk = desk;
  }

  /** Opens the socket and serves it until closed. */
  public static RunServer open(Path path, Loop loop, Desk desk) throws IOException {
    Files.deleteIfExists(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    RunServer server = new RunServer(channel, path, loop, desk);
    daemon("clients", server::accept);
    return server;
  }

  /** Tells every client. */
  public synchronized void tell(RunEvent event) {
    history.add(event);
    clients.forEach(client -> client.tell(event));
  }

  /**
   * Tells every client how it ended, waits until they were told (at most 2 s), and closes the
   * socket.
   */
  public void end(Outcome outcome) throws IOException {
    List<Client> told;
    synchronized (this) {
      told = List.copyOf(clients);
    }
    for (Client client : told) {
      client.end(outcome);
    }
    close();
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(path);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        Client client = new Client(server.accept());
        synchronized (this) {
          history.forEach(client::tell);
          clients.add(client);
        }
        client.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private final class Client {
    private final LineSocket socket;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> drained = new CompletableFuture<>();

    Client(SocketChannel channel) {
      this.socket = new LineSocket(channel);
    }

    void start() {
      daemon("client-in", this::read);
      daemon("client-out", this::write);
    }

    void tell(RunEvent event) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("kind", event.kind().name());
      line.put("text", event.text());
      line.put("data", event.data());
      put("event", line);
    }

    void end(Outcome outcome) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("end", outcome.end().name());
      line.put("exit", outcome.exit());
      line.put("text", outcome.text());
      put("end", line);
      out.add("");
      drained.completeOnTimeout(false, 2, TimeUnit.SECONDS).join();
    }

    private void put(String key, Object value) {
      try {
        out.add(JSON.writeValueAsString(Map.of(key, value)));
      } catch (com.fasterxml.jackson.core.JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private void write() {
      try (socket) {
        String line = out.take();
        while (!line.isEmpty()) {
          socket.write(line);
          line = out.take();
        }
      } catch (IOException | InterruptedException gone) {
        forget(); // a client that went away is no event of the run
      } finally {
        drained.complete(true);
      }
    }

    private void forget() {
      synchronized (RunServer.this) {
        clients.remove(this);
      }
    }

    private void read() {
      try {
        String line = socket.read();
        while (line != null) {
          take(line);
          line = socket.read();
        }
      } catch (IOException gone) {
        forget();
        out.add(""); // nothing it says is read any more: the writer hangs up
      }
    }

    private void take(String line) {
      CompletableFuture<Desk.Answer> answer = new CompletableFuture<>();
      answer.thenAccept(this::answer);
      try {
        Desk.Command word = Dictation.read(line, answer);
        loop.post(() -> desk.lay(word));
      } catch (Dictation.NotUnderstood no) {
        answer.complete(Desk.Answer.no(String.valueOf(no.getMessage())));
      }
    }

    /** The end is told by {@link #end}, to everyone. */
    private void answer(Desk.Answer answer) {
      if (answer.outcome().isEmpty()) {
        put("answer", Map.of("text", answer.text(), "done", answer.done()));
      }
    }
  }
}
