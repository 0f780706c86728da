package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.List;

/**
 * A network as Neutron's API shows it.
 *
 * @param id its UUID; ML2/OVN names the logical switch {@code neutron-ID}
 * @param name the name that its owner gave it: any text, not unique
 * @param external whether routers may have their gateway on it
 * @param segments its segments; most networks have one
 */
public record NeutronNetwork(
    String id, String name, boolean external, List<NeutronSegment> segments) {

  public NeutronNetwork {
    Preconditions.name("id of a network", id);
    segments = List.copyOf(segments);
    for (NeutronSegment segment : segments) {
      if (!segment.networkId().equals(id)) {
        throw new IllegalArgumentException(
            "segment " + segment.id() + " of network " + segment.networkId() + " is in " + id);
      }
    }
  }

  /** The logical switch that ML2/OVN keeps for it. */
  public String getSwitchName() {
    return "neutron-" + id;
  }
}
