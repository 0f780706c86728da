package io.safeops.facts.redact;

import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Collects what the facts hold and changes nothing. */
final class CollectedTokens implements Tokens {

  /** An address of {@code bytes.length() / 2} bytes with the length of its prefix, in hex. */
  record Prefix(String hex, int length) implements Comparable<Prefix> {
    @Override
    public int compareTo(Prefix other) {
      int byHex = hex.compareTo(other.hex);
      return byHex != 0 ? byHex : Integer.compare(length, other.length);
    }
  }

  final Set<String> words = new TreeSet<>();
  final Set<String> uuids = new TreeSet<>();
  final Set<String> macs = new TreeSet<>();
  final Set<String> addresses = new TreeSet<>();
  final Set<Prefix> prefixes = new TreeSet<>();

  @Override
  public String word(String word) {
    words.add(word);
    return word;
  }

  @Override
  public String uuid(String hex) {
    uuids.add(hex.toLowerCase(Locale.ROOT));
    return hex;
  }

  @Override
  public String mac(String hex) {
    macs.add(hex.toLowerCase(Locale.ROOT));
    return hex;
  }

  @Override
  public byte[] ip(byte[] bytes, OptionalInt prefix) {
    String hex = HexFormat.of().formatHex(bytes);
    if (IpPseudonyms.isSpecial(bytes)) {
      IpPseudonyms.mac(bytes).ifPresent(macs::add);
    } else {
      addresses.add(hex);
      prefix.ifPresent(length -> prefixes.add(new Prefix(hex, length)));
    }
    return bytes;
  }
}
