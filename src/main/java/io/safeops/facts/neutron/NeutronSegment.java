package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.Optional;

/**
 * A segment of a Neutron network: a VLAN or the whole LAN of a physical network, or a tunnel. For
 * each segment on a physical network ML2/OVN makes one localnet port (seen on Neutron 21.0).
 *
 * @param id the UUID of the segment, not of the network
 * @param type {@code flat}, {@code vlan}, {@code geneve}, ...
 * @param physnet empty for a tunnel
 * @param tag the VLAN of a {@code vlan} segment; empty for other types
 */
public record NeutronSegment(
    String id, String networkId, String type, Optional<String> physnet, Optional<Long> tag) {

  public NeutronSegment {
    Preconditions.name("id of a segment", id);
    Preconditions.name("network of segment " + id, networkId);
    physnet.ifPresent(name -> Preconditions.name("physical network of segment " + id, name));
    tag.ifPresent(value -> Preconditions.between("VLAN of segment " + id, value, 1, 4095));
  }

  /** Whether the segment is on a physical network, so that it has a localnet port. */
  public boolean isProvider() {
    return physnet.isPresent();
  }

  /** The logical switch that ML2/OVN keeps for the network. */
  public String getSwitchName() {
    return "neutron-" + networkId;
  }

  /** The name that ML2/OVN gives to the localnet port and by which it finds the port. */
  public String getLocalnet() {
    return "provnet-" + id;
  }
}
