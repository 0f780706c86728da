package io.safeops.transport;

import java.time.Duration;

/** One way to reach one node. Opens connections; holds none itself. Thread-safe. */
public interface Transport {

  /**
   * What a message names when this way fails: {@code ssh ubuntu@192.0.2.12}, {@code out of band:
   * virsh ...}.
   */
  String description();

  /**
   * Opens a new, authenticated connection.
   *
   * @param timeout for connecting and authenticating together
   * @throws TransportException when the node cannot be reached or refuses us, with the reason in
   *     words
   */
  Connection open(Duration timeout) throws TransportException;
}
