package io.safeops.paths.hop;

import io.safeops.facts.derive.LikelyTunnelEnd;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the keys of a node's tunnel end should most likely be. */
final class EncapSettings {

  private EncapSettings() {}

  /**
   * {@code ovn-encap-ip}: the address that the Southbound still has and the node holds, else the
   * one that {@link LikelyTunnelEnd} finds.
   */
  static String ip(ClusterIndex index, Node node) {
    return encaps(index, node)
        .map(Encap::ip)
        .filter(ip -> holder(node, ip).isPresent())
        .findFirst()
        .orElseGet(() -> LikelyTunnelEnd.of(index.cluster(), node));
  }

  /**
   * {@code ovn-encap-type}: geneve, unless the other chassis do not have it, which is what OVN's
   * own documents use; else the first type that another chassis has.
   */
  static String type(ClusterIndex index, Node node) {
    Optional<String> own = index.chassisOf(node).map(Chassis::name);
    Set<String> others = new TreeSet<>();
    for (Chassis each : index.cluster().chassis()) {
      if (!own.equals(Optional.of(each.name()))) {
        each.encaps().forEach(end -> others.add(end.type()));
      }
    }
    return others.isEmpty() || others.contains("geneve") ? "geneve" : others.iterator().next();
  }

  private static Stream<Encap> encaps(ClusterIndex index, Node node) {
    return index.chassisOf(node).stream().flatMap(each -> each.encaps().stream());
  }

  /** The interface with that address. */
  static Optional<Nic> holder(Node node, String ip) {
    return node.nics().stream()
        .filter(nic -> nic.addresses().stream().map(Address::ip).anyMatch(ip::equals))
        .findFirst();
  }
}
