package io.safeops.openstack;

/**
 * An API could not be reached, or did not answer as it should. The message is for the operator,
 * names the place that was asked, and holds no secret.
 */
public final class OpenStackException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;

  public OpenStackException(String message) {
    this(message, 0);
  }

  public OpenStackException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
  }

  /**
   * @param status of HTTP that the API answered with; 0 where it gave no answer
   */
  OpenStackException(String message, int status) {
    super(message);
    this.status = status;
  }

  /**
   * Whether the API said no, so that it is known to have done nothing. If not, nobody knows whether
   * it did: an answer may be lost, and a server may fail after the work.
   */
  public boolean isRefusal() {
    return status >= 400 && status < 500 && status != 408;
  }

  /** Whether the API said that it has no such thing, or no such kind of things. */
  public boolean isAbsent() {
    return status == 404;
  }
}
