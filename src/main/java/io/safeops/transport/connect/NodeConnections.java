package io.safeops.transport.connect;

import io.safeops.transport.Connection;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The in-band connections of one run: one per node, shared by all that talk to this node, until a
 * caller asks for a fresh one. Commands on an older connection end there. Thread-safe.
 */
public final class NodeConnections implements AutoCloseable {

  private final Function<String, Transport> transports;
  private final Duration timeout;
  private final Map<String, CountedConnection> open = new HashMap<>();
  private final List<CountedConnection> older = new ArrayList<>();
  private final Map<String, Object> locks = new HashMap<>();

  /**
   * @param transports the in-band way of each node
   * @param timeout for opening one connection
   */
  public NodeConnections(Function<String, Transport> transports, Duration timeout) {
    this.transports = transports;
    this.timeout = timeout;
  }

  /** The node's open connection; a new one if there is none. */
  public Connection shared(String node) throws TransportException {
    return counted(node);
  }

  /** The same for one user, who closes only a share of it. */
  public Connection sharedHeld(String node) throws TransportException {
    return counted(node).held();
  }

  private CountedConnection counted(String node) throws TransportException {
    synchronized (lock(node)) {
      CountedConnection connection = current(node);
      return connection != null && connection.isOpen()
          ? connection
          : replaced(node, transports.apply(node).open(timeout));
    }
  }

  /**
   * A new connection, for one user. It becomes the shared one; the old one is closed as soon as it
   * has no user and nothing is under way on it.
   */
  public Connection fresh(String node) throws TransportException {
    synchronized (lock(node)) {
      return replaced(node, transports.apply(node).open(timeout)).held();
    }
  }

  /** The same, but ahead of all openings that wait for their turn, also to this node. */
  public Connection freshFirst(String node) throws TransportException {
    return replaced(node, transports.apply(node).openFirst(timeout)).held();
  }

  private CountedConnection replaced(String node, Connection opened) {
    CountedConnection connection = new CountedConnection(opened);
    CountedConnection old;
    synchronized (this) {
      old = open.put(node, connection);
    }
    if (old != null) {
      old.retire();
      synchronized (this) {
        older.removeIf(each -> !each.lingers());
        older.add(old);
      }
    }
    return connection;
  }

  private synchronized @Nullable CountedConnection current(String node) {
    return open.get(node);
  }

  private synchronized Object lock(String node) {
    return locks.computeIfAbsent(node, name -> new Object());
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Connection::close);
    open.clear();
    older.forEach(Connection::close);
    older.clear();
  }
}
