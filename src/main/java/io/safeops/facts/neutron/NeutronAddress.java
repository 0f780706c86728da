package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;

/**
 * An address of a port of Neutron.
 *
 * @param subnetId that it is taken from; empty where it is not known yet
 */
public record NeutronAddress(String subnetId, String ip) {

  public NeutronAddress {
    Preconditions.name("address of a port", ip);
  }
}
