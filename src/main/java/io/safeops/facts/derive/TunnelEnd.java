package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address at which the tunnels to a node end. Computed, not collected.
 *
 * @param node in the inventory
 * @param ips from {@code ovn-encap-ip}
 * @param addresses the addresses of the node
 * @param likely the address of the node that most likely should be the tunnel end: an address in
 *     the network of another chassis' tunnel ends, else the address of the connection to the
 *     Southbound, else the address over which the facts were read
 */
public record TunnelEnd(String node, List<String> ips, List<String> addresses, String likely) {

  public TunnelEnd {
    ips = List.copyOf(ips);
    addresses = List.copyOf(addresses);
  }

  /** Whether packets to it can arrive at the node. */
  public boolean isLocal() {
    return addresses.containsAll(ips);
  }

  /** The tunnel ends of all nodes that have one set and whose addresses are known. */
  public static List<TunnelEnd> of(Cluster cluster) {
    List<TunnelEnd> ends = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      List<String> ips = node.getEncapIps();
      List<String> addresses = node.getAddresses();
      if (!ips.isEmpty() && !addresses.isEmpty()) {
        ends.add(new TunnelEnd(node.name(), ips, addresses, likely(cluster, node)));
      }
    }
    return List.copyOf(ends);
  }

  public static String likely(Cluster cluster, Node node) {
    Optional<String> near =
        node.nics().stream()
            .flatMap(nic -> nic.addresses().stream())
            .filter(Address::isGlobal)
            .filter(
                own ->
                    TunnelSubnets.of(cluster.chassis())
                        .anyNear(own.ip(), (int) own.prefix(), node.systemId().orElse("")))
            .map(Address::ip)
            .findFirst();
    String southbound = node.southboundPath().server();
    return near.orElse(southbound.isEmpty() ? node.managementPath().server() : southbound);
  }
}
