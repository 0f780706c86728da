package io.safeops.transport;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The in-band connections of one run: one per node, shared by everyone who talks to that node,
 * until somebody asks for a fresh one. Thread-safe.
 */
public final class NodeConnections implements AutoCloseable {

  private final Function<String, Transport> transports;
  private final Duration timeout;
  private final Map<String, Connection> open = new HashMap<>();
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
    synchronized (lock(node)) {
      Connection connection = current(node);
      return connection != null && connection.isOpen() ? connection : fresh(node);
    }
  }

  /**
   * A connection that nothing has used before; it becomes the shared one, the old one is closed.
   */
  public Connection fresh(String node) throws TransportException {
    synchronized (lock(node)) {
      Connection connection = transports.apply(node).open(timeout);
      Connection old;
      synchronized (this) {
        old = open.put(node, connection);
      }
      if (old != null) {
        old.close();
      }
      return connection;
    }
  }

  private synchronized @org.jspecify.annotations.Nullable Connection current(String node) {
    return open.get(node);
  }

  private synchronized Object lock(String node) {
    return locks.computeIfAbsent(node, name -> new Object());
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Connection::close);
    open.clear();
  }
}
