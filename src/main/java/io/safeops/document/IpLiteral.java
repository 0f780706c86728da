package io.safeops.document;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses and formats literal IP addresses. An IPv6 address has many spellings: the operator types
 * one, ovn-controller copies it to the Southbound, and the kernel prints another.
 */
public final class IpLiteral {

  /**
   * The length of the longest literal, an IPv6 address that ends with an IPv4 address. A longer
   * text is no address and is not matched against a pattern.
   */
  private static final int LONGEST = 45;

  private static final Pattern WRITTEN =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private IpLiteral() {}

  /** Parses a literal address; empty for anything else. Names are not resolved. */
  public static Optional<InetAddress> of(String text) {
    if (text.length() > LONGEST || !WRITTEN.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException none) {
      return Optional.empty();
    }
  }

  /**
   * An IPv6 address as the kernel writes it (RFC 5952, 4), such as {@code 2001:db8::1}. Any other
   * text is returned unchanged.
   */
  public static String canonical(String text) {
    return text.indexOf(':') < 0
        ? text
        : of(text)
            .filter(Inet6Address.class::isInstance)
            .map(address -> shortened(address.getAddress()))
            .orElse(text);
  }

  private static String shortened(byte[] bytes) {
    int[] groups = new int[bytes.length / 2];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    int from = -1;
    int length = 1; // a single zero group is written out
    for (int i = 0; i < groups.length; i++) {
      int end = i;
      while (end < groups.length && groups[end] == 0) {
        end++;
      }
      if (end - i > length) {
        from = i;
        length = end - i;
      }
      i = Math.max(i, end - 1);
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < groups.length; i++) {
      if (i == from) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
