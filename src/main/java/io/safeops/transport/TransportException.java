package io.safeops.transport;

/**
 * A node could not be reached, or a command's end was not seen. The message is for the operator and
 * names the node.
 */
public class TransportException extends Exception {

  /** What kind of failure, for those who must tell them apart. */
  public enum Kind {
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

  private final Kind kind;

  public TransportException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public TransportException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
