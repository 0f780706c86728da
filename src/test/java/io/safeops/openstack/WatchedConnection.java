package io.safeops.openstack;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.time.Duration;
import java.util.List;

/** A connection that records the arguments of every command. */
final class WatchedConnection implements Connection {

  private final Connection behind;
  private final List<List<String>> seen;

  WatchedConnection(Connection behind, List<List<String>> seen) {
    this.behind = behind;
    this.seen = seen;
  }

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout)
      throws TransportException {
    seen.add(command.argv());
    return behind.run(command, standardInput, timeout);
  }

  @Override
  public LineChannel start(Command command) throws TransportException {
    return behind.start(command);
  }

  @Override
  public boolean isOpen() {
    return behind.isOpen();
  }

  @Override
  public void close() {
    behind.close();
  }
}
