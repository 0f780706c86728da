package io.safeops.transport;

import java.time.Duration;

/**
 * An open, authenticated connection to one node. Commands on it run as root (through {@code sudo
 * -n} where the inventory says {@code become: sudo}). Thread-safe: several commands may run at
 * once.
 */
public interface Connection extends AutoCloseable {

  /**
   * A command that prints is not given up for being slow; but one that prints for so many times the
   * time that it may be silent prints for ever.
   */
  int LONGEST = 10;

  /**
   * Runs one command to its end.
   *
   * @param standardInput given whole, then closed
   * @param timeout so long it may print nothing, and {@link #LONGEST} times as long in all; when it
   *     passes the command's channel is closed
   * @throws TransportException when the command could not be run or its end was not seen; the
   *     command may have run
   */
  Result run(Command command, byte[] standardInput, Duration timeout) throws TransportException;

  /** Starts a command that stays: lines go in, lines come out. */
  LineChannel start(Command command) throws TransportException;

  boolean isOpen();

  /**
   * Whether the other end answers, whatever the commands on this connection do: tells a node that
   * is slow from a link that is dead. Waits for it.
   *
   * @param within so long it may take
   */
  default boolean answers(Duration within) {
    return isOpen();
  }

  @Override
  void close();
}
