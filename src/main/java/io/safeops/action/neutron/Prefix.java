package io.safeops.action.neutron;

import io.safeops.plan.ParamType;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of IP addresses, as {@code 192.0.2.0/24}.
 *
 * @param bits the prefix length, in bits
 */
record Prefix(byte[] first, int bits) {

  /** Reads a prefix; empty if the text is not one. */
  static Optional<Prefix> read(String text) {
    if (ParamType.CIDR.refuse(text).isPresent()) {
      return Optional.empty();
    }
    String[] parts = text.split("/", 2);
    return bytes(parts[0]).map(first -> new Prefix(first, Integer.parseInt(parts[1])));
  }

  /** Whether the address lies in the prefix; false for a text that is not an address. */
  boolean holds(String ip) {
    return bytes(ip)
        .filter(bytes -> bytes.length == first.length)
        .map(
            bytes ->
                new BigInteger(1, bytes)
                    .xor(new BigInteger(1, first))
                    .shiftRight(first.length * 8 - bits)
                    .equals(BigInteger.ZERO))
        .orElse(false);
  }

  private static Optional<byte[]> bytes(String ip) {
    if (ParamType.IP.refuse(ip).isPresent()) {
      return Optional.empty();
    }
    try {
      // The text was checked to be a literal, so no name is looked up.
      return Optional.of(InetAddress.getByName(ip).getAddress());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
