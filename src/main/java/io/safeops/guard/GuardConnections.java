package io.safeops.guard;

import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.connect.NodeConnections;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the real guards: they use the run's connections, with one or more channels on
 * each. The first link to a node shares the connection that collected its facts. Every later {@link
 * #open} opens a new connection; a confirm relies on this.
 */
public final class GuardConnections implements GuardNetwork {

  /**
   * Time limit for sshd to answer: on a slow node a script takes long, but sshd answers quickly.
   */
  private static final Duration ALIVE_TIMEOUT = Duration.ofSeconds(2);

  private final NodeConnections inBand;
  private final Function<String, Optional<Transport>> outOfBand;
  private final Function<String, String> stateDirectory;
  private final Duration timeout;
  private final Executor executor;
  private final Consumer<Boolean> givesWay;
  private final GuardProgram program = GuardProgram.load();
  private final Set<String> linked = new HashSet<>();

  /**
   * @param inBand the run's connections to the nodes
   * @param outOfBand gives a node's out-of-band path that a program can use
   * @param stateDirectory gives the state directory of a node's guard
   * @param timeout the limit for opening an out-of-band connection
   * @param executor runs tasks that block: one thread per request under way
   * @param givesWay is told whether lease renewals are late
   */
  public GuardConnections(
      NodeConnections inBand,
      Function<String, Optional<Transport>> outOfBand,
      Function<String, String> stateDirectory,
      Duration timeout,
      Executor executor,
      Consumer<Boolean> givesWay) {
    this.inBand = inBand;
    this.outOfBand = outOfBand;
    this.stateDirectory = stateDirectory;
    this.timeout = timeout;
    this.executor = executor;
    this.givesWay = givesWay;
  }

  @Override
  public void reduceLoad(boolean isLate) {
    givesWay.accept(isLate);
  }

  @Override
  public boolean has(String node, GuardPath guardPath) {
    return guardPath == GuardPath.IN_BAND || outOfBand.apply(node).isPresent();
  }

  @Override
  public CompletableFuture<GuardLink> open(String node, GuardPath guardPath) {
    return open(node, guardPath, false);
  }

  @Override
  public CompletableFuture<GuardLink> openFirst(String node, GuardPath guardPath) {
    return open(node, guardPath, true);
  }

  private CompletableFuture<GuardLink> open(String node, GuardPath guardPath, boolean urgent) {
    boolean first;
    synchronized (linked) {
      first = linked.add(node + "/" + guardPath);
    }
    CompletableFuture<GuardLink> opening = new CompletableFuture<>();
    begin(
        opening,
        () -> new Link(connection(node, guardPath, first, urgent), stateDirectory.apply(node)));
    return opening;
  }

  /** A request to a node, which blocks until the answer is there. */
  private interface PendingRequest<T> {
    T ask() throws TransportException, GuardException;
  }

  /**
   * Runs a request and always completes the future: after an unreported Error (no thread, no
   * memory) a run would wait forever for a request that was never sent.
   */
  private <T> void begin(CompletableFuture<T> future, PendingRequest<T> pendingRequest) {
    try {
      executor.execute(
          () -> {
            try {
              future.complete(pendingRequest.ask());
            } catch (GuardException e) {
              future.completeExceptionally(e);
            } catch (TransportException e) {
              future.completeExceptionally(new GuardException(String.valueOf(e.getMessage()), e));
            } catch (RuntimeException | Error fault) {
              future.completeExceptionally(
                  new GuardException("could not be asked: " + fault.getMessage(), fault));
            }
          });
    } catch (RejectedExecutionException noThread) {
      future.completeExceptionally(
          new GuardException("could not be asked: " + noThread.getMessage(), noThread));
    }
  }

  private Connection connection(String node, GuardPath guardPath, boolean first, boolean urgent)
      throws TransportException {
    if (guardPath == GuardPath.IN_BAND) {
      if (first) {
        return inBand.sharedHeld(node);
      }
      return urgent ? inBand.freshFirst(node) : inBand.fresh(node);
    }
    Optional<Transport> transport = outOfBand.apply(node);
    if (transport.isEmpty()) {
      throw new TransportException(
          TransportException.TransportFailure.UNREACHABLE,
          node + " has no out-of-band path that a program can use");
    }
    return urgent ? transport.get().openFirst(timeout) : transport.get().open(timeout);
  }

  private final class Link implements GuardLink {
    private final Connection connection;
    private final String directory;
    private final Deque<LineChannel> idle = new ArrayDeque<>();
    private final Set<LineChannel> busy = new HashSet<>();
    private boolean closed;

    /**
     * @param connection its own or a shared connection; it is closed with the link
     */
    Link(Connection connection, String directory) {
      this.connection = connection;
      this.directory = directory;
    }

    @Override
    public CompletableFuture<GuardReply> ask(GuardRequest request) {
      CompletableFuture<GuardReply> answer = new CompletableFuture<>();
      begin(answer, () -> exchange(request));
      return answer;
    }

    private GuardReply exchange(GuardRequest request) throws TransportException, GuardException {
      LineChannel channel = take();
      boolean answered = false;
      try {
        channel.send(request.line());
        String line = channel.receive();
        if (line == null) {
          throw new GuardException("the guard's shell ended without an answer");
        }
        GuardReply reply = GuardReply.parse(line);
        answered = true;
        return reply;
      } finally {
        giveBack(channel, answered);
      }
    }

    private LineChannel take() throws TransportException {
      synchronized (idle) {
        @Nullable LineChannel free = idle.poll();
        if (free != null) {
          busy.add(free);
          return free;
        }
      }
      LineChannel channel = connection.start(program.serve(directory));
      boolean taken;
      synchronized (idle) {
        busy.add(channel);
        taken = !closed;
      }
      if (!taken) {
        giveBack(channel, false);
        throw new TransportException(
            TransportException.TransportFailure.LOST, "the connection was replaced by a newer one");
      }
      boolean sent = false;
      try {
        channel.send(program.firstLine());
        sent = true;
        return channel;
      } finally {
        if (!sent) {
          giveBack(channel, false);
        }
      }
    }

    private void giveBack(LineChannel channel, boolean answered) {
      synchronized (idle) {
        busy.remove(channel);
        if (answered && !closed) {
          idle.push(channel);
          return;
        }
      }
      channel.close();
    }

    @Override
    public boolean isOpen() {
      synchronized (idle) {
        return !closed && connection.isOpen();
      }
    }

    @Override
    public CompletableFuture<Boolean> isAlive() {
      CompletableFuture<Boolean> alive = new CompletableFuture<>();
      begin(alive, () -> connection.answers(ALIVE_TIMEOUT));
      return alive.exceptionally(failure -> false);
    }

    @Override
    public void close() {
      Set<LineChannel> all;
      synchronized (idle) {
        if (closed) {
          return;
        }
        closed = true;
        all = new HashSet<>(busy);
        all.addAll(idle);
        idle.clear();
      }
      all.forEach(LineChannel::close);
      connection.close();
    }
  }
}
