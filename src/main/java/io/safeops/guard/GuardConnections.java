package io.safeops.guard;

import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.NodeConnections;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
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
 * The real network of guards: over the run's connections, one or more served channels on each. The
 * first link to a node shares the connection that collected its facts; every later {@link #open}
 * makes a new one, which is what a confirm stands on.
 */
public final class GuardConnections implements GuardNetwork {

  /** A node that is slow takes long for a script, but not for its sshd to answer. */
  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private final NodeConnections inBand;
  private final Function<String, Optional<Transport>> outOfBand;
  private final Function<String, String> stateDirectory;
  private final Duration timeout;
  private final Executor executor;
  private final Consumer<Boolean> givesWay;
  private final GuardProgram program = GuardProgram.load();
  private final Set<String> linked = new HashSet<>();

  /**
   * @param inBand the run's connections
   * @param outOfBand a node's out-of-band way that a program can use
   * @param stateDirectory where a node keeps its guard
   * @param timeout for opening an out-of-band connection
   * @param executor may block: one thread per request on its way
   * @param givesWay told whether beats come late
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

  /** Something that is asked of a node, and waits. */
  private interface PendingRequest<T> {
    T ask() throws TransportException, GuardException;
  }

  /**
   * Whatever becomes of it, the future ends: an Error that nobody is told of (no thread, no memory)
   * would leave a run waiting for what was never asked.
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
          node + " has no out-of-band way for a program");
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
     * @param connection its own, or its share of one: closed with the link
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
        give(channel, answered);
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
        give(channel, false);
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
          give(channel, false);
        }
      }
    }

    private void give(LineChannel channel, boolean answered) {
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
      begin(alive, () -> connection.answers(A_MOMENT));
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
