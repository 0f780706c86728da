package io.safeops.facts.redact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The words that stay when facts are redacted, in lower case. */
final class Vocabulary {

  /**
   * The words of names by which OVN, Neutron and Linux mark what they made, such as {@code
   * provnet-UUID}. They stay in every text.
   */
  static final Set<String> OF_NAMES =
      Set.of(
          "br", "cr", "genev", "int", "lo", "lrp", "netdev", "neutron", "ovn", "ovnmeta", "ovs",
          "patch", "provnet", "sys", "system", "tap", "to", "vxlan");

  /** Texts that are no address where an address or a member may stand. */
  static final Set<String> INSTEAD_OF_ADDRESS =
      Set.of(
          "unknown",
          "router",
          "dynamic",
          "self",
          "discard",
          "default",
          "dhcp",
          "main",
          "blackhole",
          "unreachable",
          "prohibit",
          "localhost");

  /** The words of protocols in front of an address. */
  static final Set<String> OF_REMOTES =
      Set.of("tcp", "ssl", "ptcp", "pssl", "unix", "punix", "http", "https", "pipe", "localhost");

  /** All words, for everything that is no name. */
  static final Set<String> ALL = all();

  private Vocabulary() {}

  private static Set<String> all() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("words.txt")) {
      if (in == null) {
        throw new IllegalStateException("the list of words is missing");
      }
      List<String> lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .toList();
      return Stream.concat(
              lines.stream().flatMap(line -> Stream.of(line.trim().split(" +"))),
              Stream.of(OF_NAMES, INSTEAD_OF_ADDRESS, OF_REMOTES).flatMap(Set::stream))
          .map(word -> word.toLowerCase(Locale.ROOT))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
