package io.safeops.facts.ovn;

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
 * @param nbCfgTimestamp when it had applied {@code nbCfg} (Chassis_Private), in milliseconds since
 *     1970 by its own clock; not part of its content; empty if not read or never written
 * @param transportZones its zones: chassis that share none make no tunnel to each other; empty
 *     list: the zone of all chassis that name none (ovn-sb(5)); empty if not read
 * @param otherConfig what it wrote there itself, such as {@code iface-types}, {@code is-interconn},
 *     {@code is-remote}; empty if not read
 */
public record Chassis(
    String name,
    String hostname,
    Optional<String> node,
    List<Encap> encaps,
    long nbCfg,
    Map<String, String> mappings,
    Map<String, String> externalIds,
    Optional<Long> nbCfgTimestamp,
    Optional<List<String>> transportZones,
    Optional<Map<String, String>> otherConfig) {

  public Chassis {
    Preconditions.name("chassis name", name);
    encaps = List.copyOf(encaps);
    mappings = Preconditions.sorted(mappings);
    externalIds = Preconditions.sorted(externalIds);
    transportZones = transportZones.map(List::copyOf);
    otherConfig = otherConfig.map(Preconditions::sorted);
  }

  public Chassis withEncaps(List<Encap> newEncaps) {
    return toBuilder().encaps(newEncaps).build();
  }

  public Chassis withMappings(Map<String, String> newMappings) {
    return toBuilder().mappings(newMappings).build();
  }

  /**
   * Whether the inventory lists its node. A node that is not listed can be hurt but not guarded.
   */
  public boolean isInInventory() {
    return node.isPresent();
  }

  /** A chassis by its columns. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name)
        .hostname(hostname)
        .node(node)
        .encaps(encaps)
        .nbCfg(nbCfg)
        .mappings(mappings)
        .externalIds(externalIds)
        .nbCfgTimestamp(nbCfgTimestamp)
        .transportZones(transportZones)
        .otherConfig(otherConfig);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String hostname = "";
    private Optional<String> node = Optional.empty();
    private List<Encap> encaps = List.of();
    private long nbCfg;
    private Map<String, String> mappings = Map.of();
    private Map<String, String> externalIds = Map.of();
    private Optional<Long> nbCfgTimestamp = Optional.empty();
    private Optional<List<String>> transportZones = Optional.empty();
    private Optional<Map<String, String>> otherConfig = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder hostname(String newHostname) {
      hostname = newHostname;
      return this;
    }

    public Builder node(Optional<String> newNode) {
      node = newNode;
      return this;
    }

    public Builder encaps(List<Encap> newEncaps) {
      encaps = newEncaps;
      return this;
    }

    public Builder nbCfg(long newNbCfg) {
      nbCfg = newNbCfg;
      return this;
    }

    public Builder mappings(Map<String, String> newMappings) {
      mappings = newMappings;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder nbCfgTimestamp(Optional<Long> newNbCfgTimestamp) {
      nbCfgTimestamp = newNbCfgTimestamp;
      return this;
    }

    public Builder transportZones(Optional<List<String>> newTransportZones) {
      transportZones = newTransportZones;
      return this;
    }

    public Builder otherConfig(Optional<Map<String, String>> newOtherConfig) {
      otherConfig = newOtherConfig;
      return this;
    }

    public Chassis build() {
      return new Chassis(
          name,
          hostname,
          node,
          encaps,
          nbCfg,
          mappings,
          externalIds,
          nbCfgTimestamp,
          transportZones,
          otherConfig);
    }
  }
}
