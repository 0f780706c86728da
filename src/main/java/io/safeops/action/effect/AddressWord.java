package io.safeops.action.effect;

import io.safeops.document.IpLiteral;
import io.safeops.facts.node.Address;
import java.util.stream.Stream;

/** An address as {@code ip addr} takes it: {@code 192.0.2.1}, {@code 2001:db8::1/64}. */
final class AddressWord {

  private AddressWord() {}

  /** The address; none if the word is something else. */
  static Stream<Address> of(String word) {
    String[] parts = word.split("/", 2);
    boolean v4 = parts[0].matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    boolean v6 = parts[0].matches("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    boolean length = parts.length == 1 || parts[1].matches("[0-9]{1,3}");
    if (!(v4 || v6) || !length) {
      return Stream.empty();
    }
    int most = v4 ? 32 : 128;
    int prefix = parts.length == 1 ? most : Integer.parseInt(parts[1]);
    return prefix > most
        ? Stream.empty()
        : Stream.of(
            new Address(
                IpLiteral.canonical(parts[0]),
                prefix,
                v4 ? "inet" : "inet6",
                parts[0].toLowerCase(java.util.Locale.ROOT).startsWith("fe80:")
                    ? "link"
                    : "global"));
  }
}
