package io.safeops.facts.redact;

import io.safeops.facts.redact.BitPseudonyms.Known;
import io.safeops.facts.redact.CollectedTokens.Prefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Pseudonyms of IP addresses that keep subnets and order. The first and the last address of a known
 * subnet stay the first and the last, and so does the one beside them, which often is the gateway.
 * Addresses of a special range stay as they are, and no other address comes into such a range.
 */
final class IpPseudonyms {

  private static final HexFormat HEX = HexFormat.of();

  private final BitPseudonyms four;
  private final BitPseudonyms six;
  private final UnaryOperator<String> macs;

  /**
   * @param macs gives the pseudonym of a MAC address of 12 hexadecimal digits
   */
  IpPseudonyms(RedactionKey key, CollectedTokens collected, UnaryOperator<String> macs) {
    this.macs = macs;
    List<Known> fours = new ArrayList<>();
    fours.add(range("00000000", 8));
    fours.add(range("7f000000", 8));
    fours.add(range("a9fe0000", 16));
    fours.add(range("e0000000", 3));
    List<Known> sixes = new ArrayList<>();
    sixes.add(range("0".repeat(32), 16));
    sixes.add(range("fe80" + "0".repeat(28), 10));
    sixes.add(range("ff" + "0".repeat(30), 8));
    for (String hex : collected.addresses) {
      (hex.length() == 8 ? fours : sixes).add(Known.of(HEX.parseHex(hex)));
    }
    for (Prefix prefix : collected.prefixes) {
      int width = prefix.hex().length() * 4;
      if (prefix.length() < width) {
        List<Known> all = width == Integer.SIZE ? fours : sixes;
        all.add(new Known(end(prefix, false), prefix.length(), width));
        all.add(new Known(end(prefix, true), prefix.length(), width));
      }
    }
    four = new BitPseudonyms("IPv4", key, Integer.SIZE, Set.of(), fours);
    six = new BitPseudonyms("IPv6", key, 128, Set.of(), sixes);
  }

  private static Known range(String hex, int length) {
    return new Known(HEX.parseHex(hex), 0, length);
  }

  /** The first or the last address of a subnet. */
  private static byte[] end(Prefix prefix, boolean last) {
    int digits = prefix.hex().length();
    BigInteger hosts =
        BigInteger.ONE.shiftLeft(digits * 4 - prefix.length()).subtract(BigInteger.ONE);
    BigInteger address = new BigInteger(prefix.hex(), 16);
    BigInteger end = last ? address.or(hosts) : address.andNot(hosts);
    String hex = end.toString(16);
    return HEX.parseHex("0".repeat(digits - hex.length()) + hex);
  }

  byte[] of(byte[] address) {
    if (!isSpecial(address)) {
      return (address.length == Integer.BYTES ? four : six).of(address);
    }
    return mac(address)
        .map(
            mac -> {
              byte[] octets = HEX.parseHex(macs.apply(mac));
              byte[] changed = address.clone();
              changed[8] = (byte) (octets[0] ^ 2);
              changed[9] = octets[1];
              changed[10] = octets[2];
              System.arraycopy(octets, 3, changed, 13, 3);
              return changed;
            })
        .orElse(address);
  }

  /** Whether it is unspecified, loopback, link-local, multicast, or of no use (240.0.0.0/4). */
  static boolean isSpecial(byte[] address) {
    int first = address[0] & 0xff;
    int second = address[1] & 0xff;
    if (address.length == Integer.BYTES) {
      return first == 0 || first == 127 || (first == 169 && second == 254) || first >= 224;
    }
    return (first == 0 && second == 0)
        || first == 0xff
        || (first == 0xfe && (second & 0xc0) == 0x80);
  }

  /** The MAC address from which a link-local address was made (RFC 4291, appendix A), in hex. */
  static Optional<String> mac(byte[] address) {
    boolean made =
        address.length == 16
            && (address[0] & 0xff) == 0xfe
            && (address[11] & 0xff) == 0xff
            && (address[12] & 0xff) == 0xfe;
    if (!made) {
      return Optional.empty();
    }
    byte[] octets = new byte[6];
    octets[0] = (byte) (address[8] ^ 2);
    octets[1] = address[9];
    octets[2] = address[10];
    System.arraycopy(address, 13, octets, 3, 3);
    return Optional.of(HEX.formatHex(octets));
  }
}
