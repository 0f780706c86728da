package io.safeops.facts.model;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses as they are written. An IPv6 address has many spellings, and each of them is what
 * the operator typed, what ovn-controller copied to the Southbound, or what the kernel says of it.
 */
public final class IpLiteral {

  /**
   * An IPv6 address with an IPv4 one in its end; what is longer is none, and no pattern sees it.
   */
  private static final int LONGEST = 45;

  private static final Pattern WRITTEN =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private IpLiteral() {}

  /** Empty for what is no literal address: nothing is looked up. */
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
   * An IPv6 address as the kernel writes it (RFC 5952, 4): {@code 2001:db8::1}. Everything else as
   * it is.
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
    int length = 1; // one group alone is written out
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
