package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The gateway of a router to an external network ({@code external_gateway_info}).
 *
 * @param addresses of the router there, one for each of its subnets; empty if they are not known
 *     yet
 * @param snat whether traffic of ports without a floating IP leaves with the router's address
 * @param qosPolicy the id of its QoS policy
 */
public record NeutronGateway(
    String networkId, List<NeutronAddress> addresses, boolean snat, Optional<String> qosPolicy) {

  public NeutronGateway {
    Preconditions.name("network of a gateway", networkId);
    addresses =
        addresses.stream()
            .sorted(
                Comparator.comparing(NeutronAddress::subnetId).thenComparing(NeutronAddress::ip))
            .toList();
  }

  /** The addresses without their subnets. */
  public List<String> getIps() {
    return addresses.stream().map(NeutronAddress::ip).toList();
  }
}
