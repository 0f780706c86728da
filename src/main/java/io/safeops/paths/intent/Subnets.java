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
