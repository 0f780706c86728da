package io.safeops.facts.derive;

import io.safeops.document.IpLiteral;
import io.safeops.expression.IdentityCache;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The IP networks that the tunnel ends of the chassis are in. */
final class TunnelSubnets {

  private static final IdentityCache<List<Chassis>, TunnelSubnets> ALL =
      new IdentityCache<>(TunnelSubnets::new);

  /** A tunnel end with a literal address. Names are not resolved. */
  private record EndAddress(String chassis, InetAddress address) {}

  private final List<EndAddress> ends = new ArrayList<>();

  /** The chassis in each network, by prefix length. Nodes have only a few different lengths. */
  private final Map<Integer, Map<String, Set<String>>> byPrefix = new ConcurrentHashMap<>();

  private TunnelSubnets(List<Chassis> chassis) {
    for (Chassis each : chassis) {
      for (Encap end : each.encaps()) {
        IpLiteral.of(end.ip()).ifPresent(address -> ends.add(new EndAddress(each.name(), address)));
      }
    }
  }

  public static TunnelSubnets of(List<Chassis> chassis) {
    return ALL.of(chassis);
  }

  /**
   * Whether a chassis other than {@code own} has a tunnel end in the network of an address.
   *
   * @param prefix in bits
   */
  boolean anyNear(String ip, int prefix, String own) {
    Set<String> near =
        IpLiteral.of(ip)
            .map(address -> network(address, prefix))
            .map(byPrefix.computeIfAbsent(prefix, this::networks)::get)
            .orElse(Set.of());
    return near.size() > (near.contains(own) ? 1 : 0);
  }

  private Map<String, Set<String>> networks(int prefix) {
    Map<String, Set<String>> networks = new HashMap<>();
    for (EndAddress end : ends) {
      networks
          .computeIfAbsent(network(end.address(), prefix), any -> new HashSet<>())
          .add(end.chassis());
    }
    return networks;
  }

  private static String network(InetAddress address, int prefix) {
    byte[] masked = address.getAddress();
    for (int bit = Math.max(0, prefix); bit < masked.length * 8; bit++) {
      masked[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
    }
    return Arrays.toString(masked);
  }
}
