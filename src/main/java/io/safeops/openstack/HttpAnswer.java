package io.safeops.openstack;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP response.
 *
 * @param status the HTTP status, 100 to 599
 * @param headers the headers by name in lower case
 * @param body at most {@value #MAX_BYTES} bytes
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

  /** Longest body in bytes: enough for the networks of a large cloud. */
  static final int MAX_BYTES = 32 * 1024 * 1024;

  public HttpAnswer {
    headers = Map.copyOf(headers);
  }

  String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }
}
