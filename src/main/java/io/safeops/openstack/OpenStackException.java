package io.safeops.openstack;

/**
 * An API could not be reached, or its answer was not as expected. The message is for the operator,
 * names the address of the API, and contains no secret.
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
   * @param status the HTTP status of the answer; 0 if there was no answer
   */
  OpenStackException(String message, int status) {
    super(message);
    this.status = status;
  }

  /**
   * Whether the API refused the request and so did nothing. If false, it is unknown whether the
   * request was carried out: the answer may be lost, or the server may have failed after the work.
   */
  public boolean isRefusal() {
    return status >= 400 && status < 500 && status != 408;
  }

  /** Whether the API has no such resource, or no such kind of resource. */
  public boolean isAbsent() {
    return status == 404;
  }
}
