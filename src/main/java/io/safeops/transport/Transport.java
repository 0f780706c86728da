package io.safeops.transport;

import java.time.Duration;

/** One way to reach one node. Opens connections; holds none itself. Thread-safe. */
public interface Transport {

  /**
   * The name of this way in messages: {@code ssh ubuntu@192.0.2.12}, {@code out of band: virsh
   * ...}.
   */
  String description();

  /**
   * Opens a new, authenticated connection.
   *
   * @param timeout how long the other end may send nothing while the connection opens; the time in
   *     a queue before that does not count
   * @throws TransportException when the node cannot be reached or refuses the login; the message
   *     says why
   */
  Connection open(Duration timeout) throws TransportException;

  /** The same, but ahead of all openings that wait for their turn. */
  default Connection openFirst(Duration timeout) throws TransportException {
    return open(timeout);
  }
}
