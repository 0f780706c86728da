package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;

/**
 * An IP address of a Neutron port.
 *
 * @param subnetId the subnet that it is from; empty if that is not known yet
 */
public record NeutronAddress(String subnetId, String ip) {

  public NeutronAddress {
    Preconditions.name("address of a port", ip);
  }
}
