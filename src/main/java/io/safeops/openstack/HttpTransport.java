package io.safeops.openstack;

/**
 * How a request reaches its server: follows no redirection, asks no proxy, and ends within a time
 * of its own.
 */
public interface HttpTransport {

  /**
   * Sends a request and waits for the whole answer, whatever its status.
   *
   * @throws OpenStackException when there is no whole answer
   */
  HttpAnswer send(HttpCall call) throws OpenStackException;
}
