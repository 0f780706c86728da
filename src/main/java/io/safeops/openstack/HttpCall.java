package io.safeops.openstack;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One request.
 *
 * @param method as HTTP names it: {@code GET}, {@code POST}, {@code PUT} or {@code DELETE}
 * @param uri http or https
 * @param token sent as {@code X-Auth-Token}
 * @param body JSON
 */
public record HttpCall(String method, URI uri, Optional<Secret> token, Optional<Secret> body) {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

  public HttpCall {
    if (!METHODS.contains(method)) {
      throw new IllegalArgumentException("no method: " + method);
    }
    // It becomes a line of a header.
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

  /** What it does and where, without what follows a question mark. */
  String words() {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + path;
  }
}
