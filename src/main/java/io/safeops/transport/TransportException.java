package io.safeops.transport;

import java.net.SocketTimeoutException;
import java.util.concurrent.TimeoutException;

/**
 * A node could not be reached, or the end of a command was not seen. The message is for the
 * operator and names the node.
 */
public class TransportException extends Exception {

  /** The kind of the failure. */
  public enum TransportFailure {
    /** No route, connection refused, timed out. */
    UNREACHABLE,
    /** The host key is unknown or is not the expected one. Never retried. */
    HOST_KEY,
    /** No key or password was accepted, or sudo refused. */
    DENIED,
    /** The connection broke, or the time ran out, while a command was running. */
    LOST
  }

  private static final long serialVersionUID = 1L;

  /** A server's last message may have 256 KiB; an operator reads a screen of it. */
  private static final int LONGEST = 2000;

  private final TransportFailure transportFailure;

  public TransportException(TransportFailure transportFailure, String message) {
    super(shortened(message));
    this.transportFailure = transportFailure;
  }

  public TransportException(TransportFailure transportFailure, String message, Throwable cause) {
    super(shortened(message), cause);
    this.transportFailure = transportFailure;
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
  }

  public TransportFailure kind() {
    return transportFailure;
  }

  /** Whether nothing came in time. */
  public boolean isTimeout() {
    return getCause() instanceof TimeoutException || getCause() instanceof SocketTimeoutException;
  }
}
