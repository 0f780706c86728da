package io.safeops.openstack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The address of an API. */
public final class Endpoint {

  public static final String EXPECTED = "an address as http://HOST:PORT or https://HOST/PATH";

  private static final Pattern VERSION = Pattern.compile("(?<=[^/:])/+(v[0-9.]+/*)?$");

  /** As browsers and servers take at least (RFC 7230 recommends 8000; no API needs a quarter). */
  private static final int LONGEST = 2000;

  private Endpoint() {}

  /**
   * Reads one; what follows a question mark and a user before the host are refused, for both may
   * hold secrets, and neither belongs there.
   */
  public static Optional<URI> parse(String text) {
    if (text.length() > LONGEST) {
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

  /** Without the version at its end, which some write and some do not. */
  static String root(URI endpoint) {
    return VERSION.matcher(endpoint.toString()).replaceFirst("");
  }

  /** Host and port. */
  static String place(URI endpoint) {
    return String.valueOf(endpoint.getRawAuthority());
  }
}
