package io.safeops.paths.intent;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/** Whether an address is in a network, both as OVN writes them. */
public final class Subnets {

  private Subnets() {}

  /** The IP addresses of a logical port, of texts such as {@code 0a:00:00:00:00:01 10.0.0.1}. */
  public static List<String> ips(List<String> addresses) {
    return addresses.stream()
        .flatMap(each -> Stream.of(each.trim().split(" +", -1)).skip(1))
        .filter(each -> each.matches("[0-9a-fA-F:.]+"))
        .toList();
  }

  /** The length of the prefix of a network; that of a single address if it has none. */
  static int length(String network) {
    int slash = network.indexOf('/');
    String digits = slash < 0 ? "" : network.substring(slash + 1);
    return digits.matches("[0-9]{1,3}")
        ? Integer.parseInt(digits)
        : network.indexOf(':') >= 0 ? 128 : 32;
  }

  /**
   * The network of an address, as a key: equal for two addresses of one network.
   *
   * @return empty if it is no numeric address or has fewer bits
   */
  static String prefix(String ip, int length) {
    try {
      if (!ip.matches("[0-9a-fA-F.:]+")) {
        return "";
      }
      byte[] address = InetAddress.getByName(ip).getAddress();
      int free = address.length * 8 - length;
      return free < 0
          ? ""
          : address.length + " " + new BigInteger(1, address).shiftRight(free).toString(16);
    } catch (UnknownHostException noAddress) {
      return "";
    }
  }

  /**
   * @param network an address, or an address and a prefix length: {@code 10.0.0.0/24}
   * @param ip a numeric address; anything else is in no network
   */
  public static boolean covers(String network, String ip) {
    int slash = network.indexOf('/');
    if (slash < 0) {
      return network.equals(ip);
    }
    try {
      if (!ip.matches("[0-9a-fA-F.:]+") || !network.matches("[0-9a-fA-F.:]+/[0-9]{1,3}")) {
        return false;
      }
      byte[] address = InetAddress.getByName(ip).getAddress();
      byte[] base = InetAddress.getByName(network.substring(0, slash)).getAddress();
      int free = address.length * 8 - Integer.parseInt(network.substring(slash + 1));
      return address.length == base.length
          && free >= 0
          && new BigInteger(1, address)
              .shiftRight(free)
              .equals(new BigInteger(1, base).shiftRight(free));
    } catch (UnknownHostException | NumberFormatException noAddress) {
      return false;
    }
  }
}
