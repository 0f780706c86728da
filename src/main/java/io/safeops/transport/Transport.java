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
   * @param timeout so long nothing may come from the other end while it is opened; what is spent in
   *     a queue before that does not count
   * @throws TransportException when the node cannot be reached or refuses us, with the reason in
   *     words
   */
  Connection open(Duration timeout) throws TransportException;

  /** The same, before all openings that wait for their turn. */
  default Connection openFirst(Duration timeout) throws TransportException {
    return open(timeout);
  }
}
