package io.safeops.openstack;

import java.net.URI;
import java.util.Optional;

/**
 * One request.
 *
 * @param uri http or https
 * @param token sent as {@code X-Auth-Token}
 * @param body JSON; a request with one is a POST, any other a GET
 */
public record HttpCall(URI uri, Optional<Secret> token, Optional<Secret> body) {

  public HttpCall {
    // It becomes a line of a header.
    if (token.filter(secret -> !secret.value().matches("[!-~]{1,16384}")).isPresent()) {
      throw new IllegalArgumentException("a token is not one word of printable ASCII");
    }
  }

  public static HttpCall get(URI uri, Optional<Secret> token) {
    return new HttpCall(uri, token, Optional.empty());
  }

  public static HttpCall post(URI uri, Secret body) {
    return new HttpCall(uri, Optional.empty(), Optional.of(body));
  }

  /** What it does and where, without what follows a question mark. */
  String words() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return (body.isPresent() ? "POST " : "GET ")
        + uri.getScheme()
        + "://"
        + uri.getRawAuthority()
        + path;
  }
}
