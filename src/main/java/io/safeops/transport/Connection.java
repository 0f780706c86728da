package io.safeops.transport;

import java.time.Duration;

/**
 * An open, authenticated connection to one node. Commands on it run as root (through {@code sudo
 * -n} where the inventory says {@code become: sudo}). Thread-safe: several commands may run at
 * once.
 */
public interface Connection extends AutoCloseable {

  /**
   * A command that keeps printing may be slow, but not endless: it may take so many times the time
   * that it may be silent.
   */
  int LONGEST = 10;

  /**
   * Runs one command to its end.
   *
   * @param standardInput is written, then closed
   * @param timeout how long it may print nothing; in all it may take {@link #LONGEST} times as
   *     long. After that the command's channel is closed
   * @throws TransportException when the command could not be run or its end was not seen; the
   *     command may have run
   */
  Result run(Command command, byte[] standardInput, Duration timeout) throws TransportException;

  /** Starts a command that stays running: it reads and writes lines. */
  LineChannel start(Command command) throws TransportException;

  boolean isOpen();

  /**
   * Asks whether the other end answers, whatever the commands on this connection do. This tells a
   * slow node from a dead link. Waits for the answer.
   *
   * @param within how long to wait
   */
  default boolean answers(Duration within) {
    return isOpen();
  }

  @Override
  void close();
}
