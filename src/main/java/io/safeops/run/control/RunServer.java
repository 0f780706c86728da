package io.safeops.run.control;

import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunEventCodec;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshotCodec;
import io.safeops.run.messaging.Loop;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The run's socket: every client is sent what happened and what happens, and the operator's
 * commands of all clients go into the {@link OperatorCommandQueue}. JSON lines both ways. The file
 * is 0600 in a 0700 directory; that is the whole authentication.
 *
 * <p>One thread serves all clients and waits for none. It is there before anything is armed, so no
 * client needs a thread of its own, and none has to wait for another. A client for which there is
 * no file descriptor waits until there is one.
 */
public final class RunServer implements Closeable {

  /**
   * Clients at once. Each needs a file descriptor; the process needs some for its nodes, too, and
   * has no more than 1024 on some machines.
   */
  static final int MOST_CLIENTS = 128;

  /** So many of the first clients are never closed, however many come later. */
  private static final int KEPT_CLIENTS = MOST_CLIENTS / 2;

  private static final long TIME_TO_SPEAK = TimeUnit.SECONDS.toNanos(1);
  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long CLOSING_TIME = TimeUnit.SECONDS.toNanos(2);

  private final ServerSocketChannel server;
  private final Selector selector;
  private final SelectionKey accepting;
  private final Path path;
  private final Loop loop;
  private final OperatorCommandQueue operatorCommandQueue;
  private final Clock clock;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  // Of the serving thread alone:
  private final List<byte[]> history = new ArrayList<>();
  private final List<ServedClient> clients = new ArrayList<>();
  private byte @Nullable [] end;
  private long closesAt;
  private long acceptFrom = System.nanoTime();

  private RunServer(
      ServerSocketChannel server,
      Selector selector,
      Path path,
      Loop loop,
      OperatorCommandQueue operatorCommandQueue,
      Clock clock)
      throws IOException {
    this.server = server;
    this.clock = clock;
    this.selector = selector;
    this.path = path;
    this.loop = loop;
    this.operatorCommandQueue = operatorCommandQueue;
    server.configureBlocking(false);
    this.accepting = server.register(selector, SelectionKey.OP_ACCEPT);
  }

  /** Opens the socket and serves it until closed. */
  public static RunServer open(Path path, Loop loop, OperatorCommandQueue operatorCommandQueue)
      throws IOException {
    return open(path, loop, operatorCommandQueue, Clock.systemUTC());
  }

  /**
   * The same with another clock.
   *
   * @param clock tells clients when something happened
   */
  public static RunServer open(
      Path path, Loop loop, OperatorCommandQueue operatorCommandQueue, Clock clock)
      throws IOException {
    Files.deleteIfExists(path);
    Selector selector = Selector.open();
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(path));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    RunServer server = new RunServer(channel, selector, path, loop, operatorCommandQueue, clock);
    Thread thread = new Thread(server::serve, "clients");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /**
   * Sends an event to every client, and to every one that comes later, with the time of now: who
   * comes later must see when it happened.
   */
  public void tell(RunEvent event) {
    Map<String, Object> members = new LinkedHashMap<>(RunEventCodec.members(event));
    members.put("at", clock.instant().toString());
    byte[] bytes = ServedClient.line("event", members);
    onThread(
        () -> {
          history.add(bytes);
          clients.forEach(client -> client.put(bytes));
        });
  }

  /**
   * Sends the outcome to every client, also to those that come meanwhile, and closes the socket
   * when all have read it, after 2 s at the latest.
   */
  public void end(Outcome outcome) throws IOException {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("end", outcome.end().name());
    line.put("exit", outcome.exit());
    line.put("text", outcome.text());
    byte[] bytes = ServedClient.line("end", line);
    onThread(
        () -> {
          end = bytes;
          closesAt = System.nanoTime() + CLOSING_TIME;
          clients.forEach(client -> client.putLast(bytes));
        });
    ended.join();
    close();
  }

  /**
   * Closes the socket. The serving thread closes the connections and the selector, because the JDK
   * fails with a NullPointerException when two threads close a channel and its selector at once.
   */
  @Override
  public void close() throws IOException {
    server.close();
    selector.wakeup();
    Files.deleteIfExists(path);
    ended.complete(true);
  }

  private void onThread(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  private void serve() {
    while (server.isOpen()) {
      try {
        serveOnce();
      } catch (IOException | RuntimeException | Error fault) {
        // Go on, whatever fault one client caused: the next command may be a rollback.
        acceptFrom = System.nanoTime() + RETRY;
      }
    }
    clients.forEach(ServedClient::close);
    try {
      selector.close();
    } catch (IOException unclosed) {
      throw new UncheckedIOException(unclosed);
    }
  }

  private void serveOnce() throws IOException {
    long now = System.nanoTime();
    clients.removeIf(client -> !client.isOpen());
    boolean accepts =
        now - acceptFrom >= 0 && (clients.size() < MOST_CLIENTS || clientToClose(now).isPresent());
    accepting.interestOps(accepts ? SelectionKey.OP_ACCEPT : 0);
    selector.select(accepts && end == null ? 0 : TimeUnit.NANOSECONDS.toMillis(RETRY));
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
    // Commands first: a client that has sent one is not closed for a new client.
    boolean comes = false;
    for (SelectionKey key : selector.selectedKeys()) {
      comes |= key == accepting;
      if (key.attachment() instanceof ServedClient client) {
        serve(client, key);
      }
    }
    selector.selectedKeys().clear();
    boolean taken = comes && accept();
    if (end != null && !taken && isAllTold()) {
      ended.complete(true);
    }
  }

  private void serve(ServedClient client, SelectionKey key) {
    if (key.isValid() && key.isReadable()) {
      client.receive(word -> receive(client, word));
    }
    if (key.isValid() && key.isWritable()) {
      client.send();
    }
  }

  private boolean isAllTold() {
    return clients.stream().noneMatch(ServedClient::isOpen) || System.nanoTime() - closesAt >= 0;
  }

  /** Accepts one client; tells whether there was one. */
  private boolean accept() throws IOException {
    SocketChannel channel;
    try {
      channel = server.accept();
    } catch (IOException full) {
      acceptFrom = System.nanoTime() + RETRY; // no file descriptor now; there may be one later
      return true;
    }
    if (channel == null) {
      return false;
    }
    long now = System.nanoTime();
    if (clients.size() >= MOST_CLIENTS) {
      clientToClose(now).ifPresent(ServedClient::close);
      clients.removeIf(client -> !client.isOpen());
    }
    ServedClient client = registered(channel, now);
    clients.add(client);
    history.forEach(client::put);
    byte[] over = end;
    if (over != null) {
      client.putLast(over);
    }
    return true;
  }

  private ServedClient registered(SocketChannel channel, long now) throws IOException {
    try {
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      ServedClient client = new ServedClient(channel, key, now);
      key.attach(client);
      return client;
    } catch (IOException | RuntimeException | OutOfMemoryError fault) {
      channel.close();
      throw fault;
    }
  }

  /**
   * The client that is closed when there are too many: the newest that has had time to send a line.
   */
  private Optional<ServedClient> clientToClose(long now) {
    return clients.stream()
        .skip(KEPT_CLIENTS)
        .filter(client -> now - client.connectedAt() >= TIME_TO_SPEAK)
        .max(
            Comparator.comparing(ServedClient::isSilent)
                .thenComparingLong(client -> client.connectedAt() - now));
  }

  private void receive(ServedClient client, String line) {
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    answer.thenAccept(told -> answer(client, told));
    try {
      OperatorCommandQueue.OperatorCommand word = OperatorCommandReader.read(line, answer);
      loop.post(
          () -> {
            if (word instanceof OperatorCommandQueue.OperatorCommand.Status) {
              operatorCommandQueue.snapshot().ifPresent(snapshot -> tell(client, snapshot));
            } else {
              operatorCommandQueue.add(word);
            }
          });
    } catch (OperatorCommandReader.InvalidCommand no) {
      answer.complete(OperatorCommandQueue.OperatorAnswer.refused(String.valueOf(no.getMessage())));
    }
  }

  private void tell(ServedClient client, RunSnapshot snapshot) {
    byte[] line = ServedClient.line("status", RunSnapshotCodec.members(snapshot));
    onThread(() -> client.put(line));
  }

  /** How the run ended is not answered here: {@link #end} sends it to every client. */
  private void answer(ServedClient client, OperatorCommandQueue.OperatorAnswer answer) {
    if (answer.outcome().isEmpty()) {
      byte[] line =
          ServedClient.line("answer", Map.of("text", answer.text(), "done", answer.done()));
      onThread(() -> client.put(line));
    }
  }
}
