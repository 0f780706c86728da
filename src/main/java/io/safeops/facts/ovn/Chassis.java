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
        .externalIds(externalIds);
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

    public Chassis build() {
      return new Chassis(name, hostname, node, encaps, nbCfg, mappings, externalIds);
    }
  }
}
