package io.safeops.facts.redact;

import io.safeops.facts.redact.BitPseudonyms.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The pseudonyms of everything that was collected. */
final class Pseudonyms implements Tokens {

  /** The first bits of a UUID tell digits from letters, others its version and its variant. */
  private static final Set<Integer> OF_UUIDS = Set.of(0, 1, 2, 48, 49, 50, 51, 64, 65);

  /** The bits of a MAC address that tell local and multicast addresses. */
  private static final Set<Integer> OF_MACS = Set.of(6, 7);

  /** Neutron's default for {@code base_mac}, which tells nothing of a cluster. */
  private static final String NEUTRON = "fa163e000000";

  private static final Set<String> SPECIAL_MACS = Set.of("000000000000", "ffffffffffff");
  private static final HexFormat HEX = HexFormat.of();

  private final WordPseudonyms words;
  private final BitPseudonyms uuids;
  private final BitPseudonyms macs;
  private final IpPseudonyms addresses;

  /** Facts repeat the same few numbers many times. */
  private final Map<String, String> made = new HashMap<>();

  Pseudonyms(RedactionKey key, CollectedTokens collected) {
    words = new WordPseudonyms(key, Vocabulary.OF_NAMES, collected.words);
    List<Known> uuidsKnown =
        collected.uuids.stream().map(hex -> Known.of(padded(hex, 32))).toList();
    uuids = new BitPseudonyms("UUID", key, 128, OF_UUIDS, uuidsKnown);
    List<Known> macsKnown = new ArrayList<>();
    macsKnown.add(new Known(HEX.parseHex(NEUTRON), 0, 24));
    collected.macs.forEach(hex -> macsKnown.add(Known.of(padded(hex, 12))));
    macs = new BitPseudonyms("MAC", key, 48, OF_MACS, macsKnown);
    addresses = new IpPseudonyms(key, collected, this::mac);
  }

  private static byte[] padded(String hex, int digits) {
    return HEX.parseHex(hex + "0".repeat(digits - hex.length()));
  }

  /** Whether by chance an address, a MAC address or a UUID is the pseudonym of one. */
  boolean isUnlucky(CollectedTokens collected) {
    Set<String> uuidsMade = new HashSet<>();
    collected.uuids.forEach(hex -> uuidsMade.add(uuid(hex)));
    Set<String> macsMade = new HashSet<>();
    collected.macs.stream()
        .filter(hex -> !SPECIAL_MACS.contains(hex) && !NEUTRON.startsWith(hex))
        .forEach(hex -> macsMade.add(mac(hex)));
    Set<String> addressesMade = new HashSet<>();
    collected.addresses.forEach(
        hex -> addressesMade.add(HEX.formatHex(ip(HEX.parseHex(hex), OptionalInt.empty()))));
    return collected.uuids.stream().anyMatch(uuidsMade::contains)
        || collected.macs.stream().anyMatch(macsMade::contains)
        || collected.addresses.stream().anyMatch(addressesMade::contains);
  }

  @Override
  public String word(String word) {
    return words.of(word);
  }

  @Override
  public String uuid(String hex) {
    return made.computeIfAbsent(
        "UUID " + hex,
        any ->
            HEX.formatHex(uuids.of(padded(hex, 32), hex.length() * 4)).substring(0, hex.length()));
  }

  @Override
  public String mac(String hex) {
    return SPECIAL_MACS.contains(hex)
        ? hex
        : HEX.formatHex(macs.of(padded(hex, 12), hex.length() * 4)).substring(0, hex.length());
  }

  @Override
  public byte[] ip(byte[] bytes, OptionalInt prefix) {
    String pseudonym =
        made.computeIfAbsent(
            "IP " + HEX.formatHex(bytes), any -> HEX.formatHex(addresses.of(bytes)));
    return HEX.parseHex(pseudonym);
  }
}
