package io.safeops.facts.ovn;

import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row of the Northbound's table Logical_Router_Port, with its gateway chassis.
 *
 * @param uuid of the row; not part of its content
 * @param routerName the router of the port
 * @param networks its addresses with their prefixes
 * @param gatewayChassis the chassis that may be its gateway, the first choice first
 * @param chassisGroup the group that names them instead; OVN then ignores the gateway chassis
 *     (ovn-nb(5))
 * @param enabled whether packets may pass; true if the row does not say (ovn-nb(5)), and in older
 *     facts
 * @param mac its MAC address; empty in older facts
 * @param peer the router port that it is connected to directly, without a switch
 */
public record RouterPort(
    String name,
    String uuid,
    String routerName,
    List<String> networks,
    List<GatewayChassis> gatewayChassis,
    Optional<String> chassisGroup,
    Map<String, String> options,
    Map<String, String> externalIds,
    boolean enabled,
    String mac,
    Optional<String> peer) {

  /**
   * Sorts the first choice first. Of two chassis with the same priority, ovn-controller takes the
   * one whose name sorts last (OVN source, controller/ha-chassis.c).
   */
  private static final Comparator<GatewayChassis> CHOICE =
      Comparator.comparing(GatewayChassis::priority)
          .thenComparing(GatewayChassis::chassisName)
          .reversed();

  public RouterPort {
    Preconditions.name("router port name", name);
    Preconditions.name("router of port " + name, routerName);
    networks = List.copyOf(networks);
    gatewayChassis = gatewayChassis.stream().sorted(CHOICE).toList();
    options = Preconditions.sorted(options);
    externalIds = Preconditions.sorted(externalIds);
    for (GatewayChassis each : gatewayChassis) {
      if (!each.portName().equals(name)) {
        throw new IllegalArgumentException(
            "gateway chassis " + each.name() + " of " + each.portName() + " is listed in " + name);
      }
    }
  }

  /** The name of the Southbound's port for the work that only the gateway chassis does. */
  public String getRedirectPort() {
    return "cr-" + name;
  }

  /** A copy with this chassis added, or with the one of the same name replaced. */
  public RouterPort withGatewayChassis(GatewayChassis chassis) {
    List<GatewayChassis> changed = new ArrayList<>(gatewayChassis);
    changed.removeIf(other -> other.name().equals(chassis.name()));
    changed.add(chassis);
    return withGatewayChassis(changed);
  }

  public RouterPort withoutGatewayChassis(String chassis) {
    return withGatewayChassis(
        gatewayChassis.stream().filter(each -> !each.name().equals(chassis)).toList());
  }

  private RouterPort withGatewayChassis(List<GatewayChassis> chassis) {
    return toBuilder().gatewayChassis(chassis).build();
  }

  /** A row by its parts. */
  public static Builder builder(String name, String routerName) {
    return new Builder(name, routerName);
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder(name, routerName)
        .uuid(uuid)
        .networks(networks)
        .gatewayChassis(gatewayChassis)
        .chassisGroup(chassisGroup)
        .options(options)
        .externalIds(externalIds)
        .enabled(enabled)
        .mac(mac)
        .peer(peer);
  }

  /** Its parts by name; what is not given is empty, and the port is enabled. */
  public static final class Builder {
    private final String name;
    private String uuid = "";
    private final String routerName;
    private List<String> networks = List.of();
    private List<GatewayChassis> gatewayChassis = List.of();
    private Optional<String> chassisGroup = Optional.empty();
    private Map<String, String> options = Map.of();
    private Map<String, String> externalIds = Map.of();
    private boolean enabled = true;
    private String mac = "";
    private Optional<String> peer = Optional.empty();

    private Builder(String name, String routerName) {
      this.name = name;
      this.routerName = routerName;
    }

    public Builder uuid(String newUuid) {
      uuid = newUuid;
      return this;
    }

    public Builder networks(List<String> newNetworks) {
      networks = newNetworks;
      return this;
    }

    public Builder gatewayChassis(List<GatewayChassis> newGatewayChassis) {
      gatewayChassis = newGatewayChassis;
      return this;
    }

    public Builder chassisGroup(Optional<String> newChassisGroup) {
      chassisGroup = newChassisGroup;
      return this;
    }

    public Builder options(Map<String, String> newOptions) {
      options = newOptions;
      return this;
    }

    public Builder externalIds(Map<String, String> newExternalIds) {
      externalIds = newExternalIds;
      return this;
    }

    public Builder enabled(boolean newEnabled) {
      enabled = newEnabled;
      return this;
    }

    public Builder mac(String newMac) {
      mac = newMac;
      return this;
    }

    public Builder peer(Optional<String> newPeer) {
      peer = newPeer;
      return this;
    }

    public RouterPort build() {
      return new RouterPort(
          name,
          uuid,
          routerName,
          networks,
          gatewayChassis,
          chassisGroup,
          options,
          externalIds,
          enabled,
          mac,
          peer);
    }
  }
}
