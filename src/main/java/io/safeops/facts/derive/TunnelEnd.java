package io.safeops.facts.derive;

import io.safeops.facts.model.Address;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the tunnels to a node are told to end. Computed, not collected.
 *
 * @param node in the inventory
 * @param ips as {@code ovn-encap-ip} has them
 * @param addresses that the node has
 * @param likely the address of the node that it most likely should be: one in the network of
 *     another chassis' tunnel ends, else the one that it speaks to the Southbound with, else the
 *     one that the facts were read over
 */
public record TunnelEnd(String node, List<String> ips, List<String> addresses, String likely) {

  public TunnelEnd {
    ips = List.copyOf(ips);
    addresses = List.copyOf(addresses);
  }

  /** Whether packets for it can arrive there at all. */
  public boolean isLocal() {
    return addresses.containsAll(ips);
  }

  /** Of every node that was told of an end and whose addresses are known. */
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

  private static String likely(Cluster cluster, Node node) {
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
