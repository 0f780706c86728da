package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A floating IP as Neutron's API shows it. It has a port on its network which is not in the
 * Northbound (seen on Neutron 21.0).
 *
 * @param networkId the external network that it is from
 * @param routerId the router that carries it; empty if it is not attached
 * @param portId the port that it leads to
 */
public record NeutronFloatingIp(
    String id,
    String address,
    String networkId,
    Optional<String> routerId,
    Optional<String> portId) {

  public NeutronFloatingIp {
    Preconditions.name("id of a floating IP", id);
    Preconditions.name("address of floating IP " + id, address);
  }
}
