package io.safeops.openstack;

/**
 * An API could not be reached, or did not answer as it should. The message is for the operator,
 * names the place that was asked, and holds no secret.
 */
public final class OpenStackException extends Exception {

  private static final long serialVersionUID = 1L;

  public OpenStackException(String message) {
    super(message);
  }

  public OpenStackException(String message, Throwable cause) {
    super(message, cause);
  }
}
