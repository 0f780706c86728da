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

  /**
   * What the command said last on its standard error, at most 2 KiB: why it ended, when {@link
   * #receive} returned null too early.
   */
  default String lastWords() {
    return "";
  }

  /** Closes both directions; a waiting {@link #receive} returns null or throws. */
  @Override
  void close();
}
