package io.safeops.transport.connect;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that counts what is under way on it. A newer one can replace it without ending that:
 * it is closed when the last command has ended.
 */
final class CountedConnection implements Connection {

  private final Connection inner;
  private int underWay;
  private boolean retired;

  CountedConnection(Connection inner) {
    this.inner = inner;
  }

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout)
      throws TransportException {
    begin();
    try {
      return inner.run(command, standardInput, timeout);
    } finally {
      end();
    }
  }

  @Override
  public LineChannel start(Command command) throws TransportException {
    begin();
    boolean done = false;
    try {
      LineChannel channel = new Counted(inner.start(command));
      done = true;
      return channel;
    } finally {
      if (!done) {
        end();
      }
    }
  }

  /** The same connection for one user; counts as under way until the user closes it. */
  Connection held() {
    begin();
    return new Held();
  }

  private synchronized void begin() {
    underWay++;
  }

  private void end() {
    synchronized (this) {
      underWay--;
      if (!retired || underWay > 0) {
        return;
      }
    }
    inner.close();
  }

  /** There is a newer one: this one is closed when nothing is under way on it any more. */
  void retire() {
    synchronized (this) {
      retired = true;
      if (underWay > 0) {
        return;
      }
    }
    inner.close();
  }

  /** Whether something is still under way though there is a newer one. */
  synchronized boolean lingers() {
    return retired && underWay > 0;
  }

  @Override
  public boolean isOpen() {
    synchronized (this) {
      if (retired) {
        return false;
      }
    }
    return inner.isOpen();
  }

  @Override
  public boolean answers(Duration within) {
    return inner.answers(within);
  }

  @Override
  public void close() {
    inner.close();
  }

  /** The share of one user. Closing the last share of a replaced connection closes it. */
  private final class Held implements Connection {
    private boolean closed;

    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout)
        throws TransportException {
      return CountedConnection.this.run(command, standardInput, timeout);
    }

    @Override
    public LineChannel start(Command command) throws TransportException {
      return CountedConnection.this.start(command);
    }

    @Override
    public boolean isOpen() {
      return CountedConnection.this.isOpen();
    }

    @Override
    public boolean answers(Duration within) {
      return CountedConnection.this.answers(within);
    }

    @Override
    public void close() {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      end();
    }
  }

  /** Counts as under way until this side closes it. */
  private final class Counted implements LineChannel {
    private final LineChannel channel;
    private boolean closed;

    Counted(LineChannel channel) {
      this.channel = channel;
    }

    @Override
    public void send(String line) throws TransportException {
      channel.send(line);
    }

    @Override
    public @Nullable String receive() throws TransportException {
      return channel.receive();
    }

    @Override
    public String lastWords() {
      return channel.lastWords();
    }

    @Override
    public void close() {
      channel.close();
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      end();
    }
  }
}
