package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Southbound's table Chassis.
 *
 * @param name the system-id of its node
 * @param node the node's name in the inventory; empty for a chassis that the inventory lacks
 * @param nbCfg the number of the last configuration that it has applied, as it says
 *     (Chassis_Private); not part of its content
 * @param mappings physnet to bridge, as it wrote them into the Southbound
 * @param externalIds of the row, with {@code ovn-cms-options} from other_config or external_ids
 */
public record Chassis(
    String name,
    String hostname,
    Optional<String> node,
    List<Encap> encaps,
    long nbCfg,
    Map<String, String> mappings,
    Map<String, String> externalIds) {

  public Chassis {
    Preconditions.name("chassis name", name);
    encaps = List.copyOf(encaps);
    mappings = Preconditions.sorted(mappings);
    externalIds = Preconditions.sorted(externalIds);
  }

  public Chassis withEncaps(List<Encap> newEncaps) {
    return new Chassis(name, hostname, node, newEncaps, nbCfg, mappings, externalIds);
  }

  public Chassis withMappings(Map<String, String> newMappings) {
    return new Chassis(name, hostname, node, encaps, nbCfg, newMappings, externalIds);
  }

  /**
   * Whether the inventory lists its node. A node that is not listed can be hurt but not guarded.
   */
  public boolean isInInventory() {
    return node.isPresent();
  }
}
