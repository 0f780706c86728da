package io.safeops.openstack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses the address of an API. */
public final class Endpoint {

  public static final String EXPECTED = "an address such as http://HOST:PORT or https://HOST/PATH";

  private static final Pattern VERSION = Pattern.compile("(?<=[^/:])/+(v[0-9.]+/*)?$");

  /** Longest address in characters (RFC 7230 recommends 8000; no API needs a quarter of it). */
  private static final int MAX_LENGTH = 2000;

  private Endpoint() {}

  /**
   * Parses an address. A query and a user before the host are refused: both may hold secrets, and
   * neither belongs there.
   */
  public static Optional<URI> parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      boolean plain =
          uri.getScheme() != null
              && uri.getScheme().matches("https?")
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return plain ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The address without a version at its end; some catalogues write the version, some do not. */
  static String withoutVersion(URI endpoint) {
    return VERSION.matcher(endpoint.toString()).replaceFirst("");
  }

  /** The host and port of an address. */
  static String hostAndPort(URI endpoint) {
    return String.valueOf(endpoint.getRawAuthority());
  }
}
