package io.safeops.openstack;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request.
 *
 * @param method the HTTP method: {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param uri the address, http or https
 * @param token the token, sent as {@code X-Auth-Token}
 * @param body the JSON body
 */
public record HttpCall(String method, URI uri, Optional<Secret> token, Optional<Secret> body) {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

  public HttpCall {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("not a supported HTTP method: " + method);
    }
    // The token becomes a header line.
    if (token.filter(secret -> !secret.value().matches("[!-~]{1,16384}")).isPresent()) {
      throw new IllegalArgumentException("a token is not one word of printable ASCII");
    }
  }

  public static HttpCall get(URI uri, Optional<Secret> token) {
    return new HttpCall("GET", uri, token, Optional.empty());
  }

  public static HttpCall post(URI uri, Secret body) {
    return new HttpCall("POST", uri, Optional.empty(), Optional.of(body));
  }

  /** The method and the address without the query, for messages. */
  String description() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }
}
