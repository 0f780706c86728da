package io.safeops.transport;

import org.jspecify.annotations.Nullable;

/**
 * Standard input and output of a command that stays running, in lines of UTF-8. One reader, one
 * writer at a time.
 */
public interface LineChannel extends AutoCloseable {

  /** Writes one line and flushes it. */
  void send(String line) throws TransportException;

  /**
   * Waits for the next line; null when the command has ended or this channel was closed here.
   *
   * @throws TransportException LOST when the connection broke or was closed: the end of a link is
   *     not the end of the command
   */
  @Nullable String receive() throws TransportException;

  /**
   * The end of the command's standard error, at most 2 KiB. It says why the command ended when
   * {@link #receive} returned null too early.
   */
  default String lastWords() {
    return "";
  }

  /** Closes both directions; a waiting {@link #receive} returns null. */
  @Override
  void close();
}
