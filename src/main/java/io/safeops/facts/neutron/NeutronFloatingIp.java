package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A floating IP as Neutron's API shows it. It holds a port on its network that the Northbound does
 * not have (seen on Neutron 21.0).
 *
 * @param networkId the external network that it is taken from
 * @param routerId the router that carries it; none where it is attached to nothing
 * @param portId what it leads to
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
