package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Node;
import java.util.Optional;

/** Finds the address at which the tunnels to a node should most likely end. */
public final class LikelyTunnelEnd {

  private LikelyTunnelEnd() {}

  /**
   * An address in the network of another chassis' tunnel ends, else the address of the connection
   * to the Southbound, else the address over which the facts were read.
   */
  public static String of(Cluster cluster, Node node) {
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
