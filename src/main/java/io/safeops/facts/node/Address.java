package io.safeops.facts.node;

import io.safeops.document.Preconditions;
import java.util.List;

/**
 * An address of an interface, as {@code ip -j addr} shows it.
 *
 * @param ip without the prefix length
 * @param prefix 0 to 128
 * @param family {@code inet} or {@code inet6}
 * @param scope {@code global}, {@code link}, {@code host} or {@code site}
 */
public record Address(String ip, long prefix, String family, String scope) {

  public Address {
    Preconditions.name("address", ip);
    Preconditions.oneOf("address family", family, List.of("inet", "inet6"));
    Preconditions.between("prefix length of " + ip, prefix, 0, family.equals("inet") ? 32 : 128);
  }

  /** Whether other hosts can use it, so that it is neither loopback nor link-local. */
  public boolean isGlobal() {
    return scope.equals("global") || scope.equals("site");
  }
}
