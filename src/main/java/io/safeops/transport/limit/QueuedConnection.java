package io.safeops.transport.limit;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.time.Duration;

/**
 * A connection whose commands wait for their turn among those of all nodes. Commands that stay
 * running ({@link #start}) do not wait.
 *
 * @param kind of work, as in {@link RequestLimits}
 */
public record QueuedConnection(Connection connection, RequestLimits requestLimits, String kind)
    implements Connection {

  @Override
  public Result run(Command command, byte[] standardInput, Duration timeout)
      throws TransportException {
    try (RequestLimits.Turn turn = requestLimits.take(kind)) {
      try {
        Result result = connection.run(command, standardInput, timeout);
        turn.answered();
        return result;
      } catch (TransportException failed) {
        if (failed.isTimeout()) {
          turn.timedOut();
        }
        throw failed;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransportException(
          TransportFailure.LOST, "interrupted before its turn", interrupted);
    }
  }

  @Override
  public LineChannel start(Command command) throws TransportException {
    return connection.start(command);
  }

  @Override
  public boolean isOpen() {
    return connection.isOpen();
  }

  @Override
  public boolean answers(Duration within) {
    return connection.answers(within);
  }

  @Override
  public void close() {
    connection.close();
  }
}
