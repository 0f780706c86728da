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
 * The in-band connections of one run: one per node, shared by everyone who talks to that node,
 * until somebody asks for a fresh one. What is under way on an older one ends there. Thread-safe.
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

  /** The node's open connection; a new one where there is none. */
  public Connection shared(String node) throws TransportException {
    return counted(node);
  }

  /** The same for one user: what it closes is its own share. */
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
   * A connection that nothing has used before, for one user; it becomes the shared one, and the old
   * one is closed as soon as nobody uses it and nothing is under way on it.
   */
  public Connection fresh(String node) throws TransportException {
    synchronized (lock(node)) {
      return replaced(node, transports.apply(node).open(timeout)).held();
    }
  }

  /** The same, before all openings that wait for their turn, also before one to this node. */
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
