package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of Southbound's Chassis.
 *
 * @param name the system-id of its node
 * @param node the node's name in the inventory; empty for a chassis that the inventory lacks
 * @param nbCfg the last configuration it says it has applied (Chassis_Private); not part of its
 *     content
 * @param mappings physnet to bridge, as it told the Southbound
 * @param externalIds of the row, with {@code ovn-cms-options} wherever the chassis keeps them
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

  /** Whether the inventory lists its node; one that it lacks can be hurt and not guarded. */
  public boolean isInInventory() {
    return node.isPresent();
  }
}
