package io.safeops.transport.ssh;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.stream.OutputTail;
import io.safeops.transport.stream.StreamExchange;
import io.safeops.transport.stream.StreamLineChannel;
import io.safeops.transport.thread.IoThreads;
import io.safeops.transport.thread.ProgressDeadline;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import org.jspecify.annotations.Nullable;

/** An open ssh connection. Every command has a session channel of its own. */
final class SshConnection implements Connection {

  /** sshd's MaxSessions is 10; the rest is left to the operator's own multiplexed sessions. */
  private static final int CHANNELS = 8;

  private static final Duration CHANNEL_WAIT = Duration.ofSeconds(60);

  /** The longest wait for an answer; every caller gives up earlier. */
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  /** sshj's own message is better, if there is one. */
  private static final Duration TELL_WAIT = Duration.ofSeconds(1);

  private final SshSettings settings;
  private final SSHClient client;
  private final Runnable closeAll;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Bulkhead channels;

  /**
   * Fails a moment after the connection broke: sshj does not tell every open request that no answer
   * can come any more.
   */
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  SshConnection(SshSettings settings, SSHClient client, Runnable closeAll) {
    this.settings = settings;
    this.client = client;
    this.closeAll = closeAll;
    client
        .getTransport()
        .setDisconnectListener(
            (reason, message) -> IoThreads.later(TELL_WAIT, () -> broke(message)));
    this.channels =
        Bulkhead.of(
            settings.description(),
            BulkheadConfig.custom()
                .maxConcurrentCalls(CHANNELS)
                .maxWaitDuration(CHANNEL_WAIT)
                .build());
  }

  private void broke(String message) {
    gone.completeExceptionally(
        new TransportException(
            TransportFailure.LOST, settings.description() + ": the connection broke: " + message));
  }

  /**
   * Fails at once, with a clear message, if {@code sudo -n} would fail for every command.
   *
   * @throws TransportException DENIED
   */
  void requireSudo(Duration timeout) throws TransportException {
    boolean allowed = false;
    try {
      Result result = run(Command.of("true"), new byte[0], timeout);
      if (result.exit() != 0) {
        throw new TransportException(
            TransportFailure.DENIED,
            ("%s: sudo refuses %s: %s. Allow it with `%s ALL=(root) NOPASSWD: ALL` in a file under"
                    + " /etc/sudoers.d, or log in as root.")
                .formatted(
                    settings.description(),
                    settings.user(),
                    result.errorText().trim(),
                    settings.user()));
      }
      allowed = true;
    } finally {
      if (!allowed) {
        close();
      }
    }
  }

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout)
      throws TransportException {
    Attempt attempt = new Attempt(command);
    ProgressDeadline progress = new ProgressDeadline(timeout, timeout.multipliedBy(LONGEST));
    try {
      return IoThreads.within(progress, gone, () -> attempt.run(standardInput, progress));
    } catch (TimeoutException late) {
      attempt.abandon();
      throw lost(
          command,
          "did not end: no answer %s; it may still be running".formatted(progress.account()),
          late);
    } catch (InterruptedException interrupted) {
      attempt.abandon();
      Thread.currentThread().interrupt();
      throw lost(command, "was interrupted; it may still be running", interrupted);
    }
  }

  @Override
  public LineChannel start(Command command) throws TransportException {
    Attempt attempt = new Attempt(command);
    try {
      return IoThreads.within(START_TIMEOUT, gone, attempt::start);
    } catch (TimeoutException late) {
      attempt.abandon();
      throw lost(
          command, "could not be started within " + ProgressDeadline.words(START_TIMEOUT), late);
    } catch (InterruptedException interrupted) {
      attempt.abandon();
      Thread.currentThread().interrupt();
      throw lost(command, "was interrupted while it was started", interrupted);
    }
  }

  @Override
  public boolean isOpen() {
    return !closed.get() && client.getTransport().isRunning();
  }

  /** sshd itself answers every global request, also an unknown one (RFC 4254, 4). */
  @Override
  public boolean answers(Duration within) {
    try {
      return isOpen() && IoThreads.within(within, gone, () -> isAnswered(within));
    } catch (TimeoutException | TransportException silent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean isAnswered(Duration within) {
    try {
      return client
              .getConnection()
              .sendGlobalRequest("keepalive@openssh.com", true, new byte[0])
              .tryRetrieve(within.toMillis(), TimeUnit.MILLISECONDS)
          != null;
    } catch (ConnectionException refused) {
      // sshd refuses an unknown request, and that is an answer.
      return isOpen();
    } catch (net.schmizz.sshj.transport.TransportException broken) {
      return false;
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      closeAll.run();
    }
  }

  private String line(Command command) {
    if (!settings.sudo()) {
      return command.shellLine();
    }
    // sudo drops SSH_CONNECTION, and the facts need it to know the management path.
    return "exec sudo -n -- env SSH_CONNECTION=\"$SSH_CONNECTION\" " + command.shellLine();
  }

  private TransportException lost(Command command, String how, Exception cause) {
    return new TransportException(
        TransportFailure.LOST,
        "%s: %s %s".formatted(settings.description(), name(command), how),
        cause);
  }

  private static String name(Command command) {
    String line = command.shellLine();
    int end = line.indexOf('\n');
    String first = end < 0 ? line : line.substring(0, end);
    return "`" + (first.length() > 80 ? first.substring(0, 80) + "..." : first) + "`";
  }

  /** One channel, which another thread can give up. */
  private final class Attempt implements StreamLineChannel.Remote {
    private final Command command;
    private final AtomicReference<@Nullable Session> session = new AtomicReference<>();
    private final AtomicBoolean permitted = new AtomicBoolean();
    private volatile boolean abandoned;
    private volatile Session.@Nullable Command running;

    Attempt(Command command) {
      this.command = command;
    }

    Result run(byte[] standardInput, ProgressDeadline progress) throws TransportException {
      try {
        Session.Command started = exec();
        progress.moved();
        StreamExchange exchange =
            new StreamExchange(
                started.getInputStream(),
                started.getErrorStream(),
                new ChannelInput(started, started.getOutputStream()),
                progress::moved);
        StreamExchange.Printed printed = exchange.run(standardInput, StreamExchange.OUTPUT_CAP);
        started.join(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        Result result = new Result(exit(started), printed.output(), printed.error());
        session.set(null);
        return result;
      } catch (StreamExchange.TooMuchOutput tooMuch) {
        throw lost(command, "was cut off: " + tooMuch.getMessage(), tooMuch);
      } catch (IOException broken) {
        throw lost(command, "was cut off: " + broken.getMessage(), broken);
      } catch (InterruptedException givenUp) {
        Thread.currentThread().interrupt();
        throw lost(command, "was given up", givenUp);
      } finally {
        end();
      }
    }

    LineChannel start() throws TransportException {
      boolean done = false;
      try {
        Session.Command started = exec();
        running = started;
        LineChannel channel =
            new StreamLineChannel(
                this,
                new BufferedInputStream(started.getInputStream()),
                OutputTail.of(started.getErrorStream()),
                new ChannelInput(started, started.getOutputStream()));
        done = true;
        return channel;
      } catch (IOException failed) {
        throw lost(command, "could not be started: " + failed.getMessage(), failed);
      } finally {
        if (!done) {
          end();
        }
      }
    }

    private Session.Command exec() throws IOException, TransportException {
      try {
        channels.acquirePermission();
      } catch (BulkheadFullException full) {
        throw lost(command, "found " + CHANNELS + " others running for a minute", full);
      }
      permitted.set(true);
      if (!client.isConnected()) {
        throw new IOException("the connection is closed");
      }
      Session opened = client.startSession();
      session.set(opened);
      if (abandoned) {
        throw new IOException("given up");
      }
      return opened.exec(line(command));
    }

    private int exit(Session.Command ended) throws TransportException {
      Integer status = ended.getExitStatus();
      if (status != null) {
        return status;
      }
      Signal signal = ended.getExitSignal();
      if (signal != null) {
        return 128 + SignalNumbers.number(signal);
      }
      throw lost(
          command,
          "was cut off: the connection ended before it did",
          new IOException("no exit status"));
    }

    void abandon() {
      abandoned = true;
      end();
    }

    @Override
    public String description() {
      return settings.description() + ": " + name(command);
    }

    @Override
    public void ended() throws TransportException {
      Session.Command command = running;
      if (command != null) {
        try {
          command.join(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException broken) {
          throw lost(this.command, "was cut off: " + broken.getMessage(), broken);
        }
        exit(command);
      }
    }

    /**
     * Closes the channel, never its streams: if data arrives for a closed stream, sshj closes the
     * whole connection. It does so in the background, because even the question whether the channel
     * is open can wait behind a blocked writer.
     */
    @Override
    public void end() {
      if (permitted.compareAndSet(true, false)) {
        channels.onComplete();
      }
      Session opened = session.getAndSet(null);
      if (opened != null) {
        IoThreads.start(
            () -> {
              try {
                opened.close();
              } catch (IOException broken) {
                // The connection is gone, and so is the channel.
              }
            });
      }
    }
  }
}
