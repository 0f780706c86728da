package io.safeops.transport;

import org.jspecify.annotations.Nullable;

/**
 * Standard input and output of a command that stays running, in lines of UTF-8. One reader, one
 * writer at a time.
 */
public interface LineChannel extends AutoCloseable {

  /** Writes one line and flushes it. */
  void send(String line) throws TransportException;

  /** Waits for the next line; null when the command has ended. */
  @Nullable String receive() throws TransportException;

  /** Closes both directions; a waiting {@link #receive} returns null or throws. */
  @Override
  void close();
}
