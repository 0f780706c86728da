package io.safeops.inventory;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** The address of a node: IPv4, IPv6 or a host name. It is never looked up here. */
public record HostAddress(String value) {

  /** The expected form, for messages. */
  public static final String EXPECTED = "an IPv4 address, an IPv6 address or a host name";

  /** Longest host name without the final dot (RFC 1035, 2.3.4); addresses are shorter. */
  private static final int MAX_LENGTH = 253;

  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 =
      Pattern.compile("[0-9A-Fa-f:]+(:[0-9.]+)?(%[A-Za-z0-9._-]{1,15})?");
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?");

  public HostAddress {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not " + EXPECTED);
    }
  }

  public static boolean isValid(String value) {
    if (value.length() > MAX_LENGTH) {
      return false;
    }
    if (value.contains(":")) {
      return isIpv6(value);
    }
    if (DIGITS_AND_DOTS.matcher(value).matches()) {
      return IPV4.matcher(value).matches();
    }
    return isHostName(value);
  }

  private static boolean isHostName(String value) {
    for (String label : value.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIpv6(String value) {
    if (!IPV6.matcher(value).matches()) {
      return false;
    }
    int zone = value.indexOf('%');
    try {
      // Java never looks up a text with a colon: it is an address, or Java refuses it.
      return InetAddress.getByName(zone < 0 ? value : value.substring(0, zone)) != null;
    } catch (UnknownHostException refused) {
      return false;
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
