package io.safeops.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What Neutron says of its networks: what the Northbound should hold by the account of the one who
 * owns it.
 *
 * @param endpoint where it was asked
 * @param networks empty when it could not be asked, which {@code problem} says
 * @param problem why it could not be asked
 */
public record Neutron(String endpoint, List<NeutronNetwork> networks, Optional<String> problem) {

  public Neutron {
    networks = List.copyOf(networks);
    if (problem.isPresent() && !networks.isEmpty()) {
      throw new IllegalArgumentException("Neutron could not be asked, and answered");
    }
  }
}
