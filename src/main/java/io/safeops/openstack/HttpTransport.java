package io.safeops.openstack;

/**
 * A transport for HTTP requests. It follows no redirection, uses no proxy, and has a time limit.
 */
public interface HttpTransport {

  /**
   * Sends a request and waits for the complete answer, whatever its status.
   *
   * @throws OpenStackException if there is no complete answer
   */
  HttpAnswer send(HttpCall call) throws OpenStackException;
}
