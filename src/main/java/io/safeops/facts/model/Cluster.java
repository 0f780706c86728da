package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.expression.Functions;
import io.safeops.expression.IdentityCache;
import io.safeops.facts.derive.ClusterFunctions;
import io.safeops.facts.derive.MissingTunnels;
import io.safeops.facts.derive.NameIndexes;
import io.safeops.facts.derive.NeededMapping;
import io.safeops.facts.derive.PatchGap;
import io.safeops.facts.derive.PatchGaps;
import io.safeops.facts.derive.PhysnetMappings;
import io.safeops.facts.derive.ProviderNetworks;
import io.safeops.facts.derive.ShortenedList;
import io.safeops.facts.derive.TunnelEnd;
import io.safeops.facts.derive.Tunnels;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.neutron.NeutronSegment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An immutable picture of the cluster: what rules judge, actions predict and drift is measured on.
 *
 * @param format of the facts, {@value #FORMAT}
 * @param collectedAt when the last node had answered, ISO 8601 in UTC
 * @param nodes of the inventory, in its order, the absent and the unreachable too
 * @param switches from the Northbound; empty when it could not be read, which {@code northbound}
 *     says
 * @param northbound empty when no central node was reached
 * @param southbound empty when no central node was reached
 * @param neutron empty when the inventory names no OpenStack
 * @param wholeRows single rows in whole, those that the steps of a plan touch; empty when none were
 *     asked for
 */
@Functions(ClusterFunctions.class)
public record Cluster(
    String format,
    String collectedAt,
    List<Node> nodes,
    List<LogicalSwitch> switches,
    List<Chassis> chassis,
    List<PortBinding> bindings,
    Optional<DatabaseStatus> northbound,
    Optional<DatabaseStatus> southbound,
    Optional<Neutron> neutron,
    Optional<List<WholeRow>> wholeRows) {

  /** Changes when a file of facts can no longer be read by an older safeops. */
  public static final String FORMAT = "safeops-facts/1";

  private static final IdentityCache<Cluster, Long> ROWS = new IdentityCache<>(Cluster::countRows);

  private static final IdentityCache<List<WholeRow>, Map<String, WholeRow>> WHOLE =
      new IdentityCache<>(
          all -> all.stream().collect(Collectors.toMap(WholeRow::name, row -> row, (a, b) -> a)));

  public Cluster {
    Preconditions.oneOf("format of facts", format, List.of(FORMAT));
    nodes = List.copyOf(nodes);
    switches = List.copyOf(switches);
    chassis = List.copyOf(chassis);
    bindings = List.copyOf(bindings);
    wholeRows = wholeRows.map(List::copyOf);
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("two nodes are named " + node.name());
      }
    }
  }

  /** Without any row in whole. */
  public Cluster(
      String format,
      String collectedAt,
      List<Node> nodes,
      List<LogicalSwitch> switches,
      List<Chassis> chassis,
      List<PortBinding> bindings,
      Optional<DatabaseStatus> northbound,
      Optional<DatabaseStatus> southbound,
      Optional<Neutron> neutron) {
    this(
        format,
        collectedAt,
        nodes,
        switches,
        chassis,
        bindings,
        northbound,
        southbound,
        neutron,
        Optional.empty());
  }

  private long countRows() {
    long ofNodes =
        nodes.stream()
            .mapToLong(
                node ->
                    1L
                        + node.nics().size()
                        + node.components().size()
                        + node.mappings().size()
                        + node.bridges().stream().mapToLong(each -> 1L + each.ports().size()).sum())
            .sum();
    long ofNeutron = (long) getNetworks().size() + getRouters().size() + getFloatingIps().size();
    return ofNodes
        + switches.size()
        + getPorts().size()
        + chassis.size()
        + bindings.size()
        + ofNeutron;
  }

  /** A row in whole, as far as it was asked for. */
  public Optional<WholeRow> row(RowKey key) {
    return wholeRows.flatMap(all -> Optional.ofNullable(WHOLE.of(all).get(key.label())));
  }

  public Optional<Node> node(String name) {
    return Optional.ofNullable(NameIndexes.NODES.of(nodes).get(name));
  }

  /** The switch of that name; the first if there are several, which OVN allows. */
  public Optional<LogicalSwitch> switchNamed(String name) {
    return ClusterFunctions.switchesNamed(this, name).stream().findFirst();
  }

  public Optional<Chassis> chassisNamed(String name) {
    return ClusterFunctions.chassisNamed(this, name).stream().findFirst();
  }

  /** Localnet ports of all switches. */
  public List<LogicalPort> getLocalnets() {
    return NameIndexes.LOCALNETS.of(switches);
  }

  /** Logical ports of all switches. */
  public List<LogicalPort> getPorts() {
    return NameIndexes.PORTS.of(switches);
  }

  /** Switches that lead to a provider network, or would if they had their localnet. */
  public List<LogicalSwitch> getProviderSwitches() {
    return ProviderNetworks.of(this).switches();
  }

  /** The segments on provider networks that Neutron told of; none where it was not asked. */
  public List<NeutronSegment> getSegments() {
    return ProviderNetworks.of(this).segments();
  }

  /** The networks that Neutron told of; none where it was not asked. */
  public List<NeutronNetwork> getNetworks() {
    return neutron.map(Neutron::networks).orElse(List.of());
  }

  /** The routers that Neutron told of; none where it was not asked. */
  public List<NeutronRouter> getRouters() {
    return neutron.map(Neutron::routers).orElse(List.of());
  }

  /** The floating IPs that Neutron told of; none where it was not asked. */
  public List<NeutronFloatingIp> getFloatingIps() {
    return neutron.map(Neutron::floatingIps).orElse(List.of());
  }

  /** Names of the localnets that Neutron made, as far as anybody can tell. */
  public List<String> getOwnLocalnets() {
    return ProviderNetworks.of(this).ownLocalnets();
  }

  /** Where a localnet should have a patch pair and has none. */
  public List<PatchGap> getPatchGaps() {
    return PatchGaps.of(this);
  }

  /** Bridge mappings of all nodes. */
  public List<BridgeMapping> getMappings() {
    return NameIndexes.MAPPINGS.of(nodes);
  }

  /** The logical ports of VMs beside their bindings and interfaces. */
  public List<VmPort> getVmPorts() {
    return VmPorts.of(this);
  }

  /** The mappings that nodes must have for what is bound there. */
  public List<NeededMapping> getNeededMappings() {
    return NeededMapping.of(this);
  }

  /** Where the Southbound is known to be, as {@code ovn-remote} names it. */
  public List<String> getSouthboundRemotes() {
    return List.copyOf(Tunnels.remotes(this));
  }

  /** The {@code ovn-remote} of most connected nodes; empty if none is connected. */
  public String getUsualRemote() {
    return Tunnels.usualRemote(this);
  }

  /** Where the tunnels to each node are told to end. */
  public List<TunnelEnd> getTunnelEnds() {
    return TunnelEnd.of(this);
  }

  /** Nodes that lack a tunnel to some chassis. */
  public List<MissingTunnels> getMissingTunnels() {
    return Tunnels.missing(this);
  }

  /** The physnets that some node or chassis maps, as they are written there, each once. */
  public List<String> getMappedPhysnets() {
    return List.copyOf(PhysnetMappings.of(this).physnets());
  }

  /** The first eight of them, and in words how many more. */
  public List<String> getSomePhysnets() {
    return PhysnetMappings.of(this).some();
  }

  /**
   * Those to choose from where nobody can tell which is meant. With more than eight that is one
   * empty name: the plan asks for it.
   */
  public List<String> getPhysnetChoices() {
    return getMappedPhysnets().size() > ShortenedList.MOST ? List.of("") : getMappedPhysnets();
  }

  /** How many bytes VMs of overlay networks may send in one packet, each number once. */
  public List<Long> getTenantMtus() {
    return NameIndexes.TENANT_MTUS.of(switches).keySet().stream().sorted().toList();
  }

  /** How many things it holds, for what takes longer the more there are. */
  public long rows() {
    return ROWS.of(this);
  }

  /** OVS bridges of all nodes. */
  public List<Bridge> getBridges() {
    return NameIndexes.BRIDGES.of(nodes);
  }

  /** Components of all nodes. */
  public List<Component> getComponents() {
    return NameIndexes.COMPONENTS.of(nodes);
  }

  /** Whether a component of that name is active on some node. */
  public boolean hasActive(String component) {
    return ClusterFunctions.componentsNamed(this, component).stream().anyMatch(Component::isActive);
  }

  /** With the node of that name changed; unchanged when there is none. */
  public Cluster withNode(String name, UnaryOperator<Node> change) {
    return withNodes(
        nodes.stream().map(node -> node.name().equals(name) ? change.apply(node) : node).toList());
  }

  /** With the first switch of that name changed; unchanged when there is none. */
  public Cluster withSwitch(String name, UnaryOperator<LogicalSwitch> change) {
    List<LogicalSwitch> changed = new ArrayList<>(switches);
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).name().equals(name)) {
        changed.set(i, change.apply(changed.get(i)));
        break;
      }
    }
    return withSwitches(changed);
  }

  public Cluster withNodes(List<Node> newNodes) {
    return toBuilder().nodes(newNodes).build();
  }

  public Cluster withSwitches(List<LogicalSwitch> newSwitches) {
    return toBuilder().switches(newSwitches).build();
  }

  public Cluster withChassis(List<Chassis> newChassis) {
    return toBuilder().chassis(newChassis).build();
  }

  /** With what was found of the databases themselves, not of what they hold. */
  public Cluster withDatabases(
      Optional<DatabaseStatus> newNorthbound, Optional<DatabaseStatus> newSouthbound) {
    return toBuilder().northbound(newNorthbound).southbound(newSouthbound).build();
  }

  public Cluster withBindings(List<PortBinding> newBindings) {
    return toBuilder().bindings(newBindings).build();
  }

  public Cluster withNeutron(Optional<Neutron> newNeutron) {
    return toBuilder().neutron(newNeutron).build();
  }

  /** With these rows in whole, and no others. */
  public Cluster withRows(List<WholeRow> newRows) {
    return toBuilder().wholeRows(Optional.of(newRows)).build();
  }

  /** A cluster by its parts. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same, to change some of it. */
  public Builder toBuilder() {
    return new Builder()
        .format(format)
        .collectedAt(collectedAt)
        .nodes(nodes)
        .switches(switches)
        .chassis(chassis)
        .bindings(bindings)
        .northbound(northbound)
        .southbound(southbound)
        .neutron(neutron)
        .wholeRows(wholeRows);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private String format = FORMAT;
    private String collectedAt = "";
    private List<Node> nodes = List.of();
    private List<LogicalSwitch> switches = List.of();
    private List<Chassis> chassis = List.of();
    private List<PortBinding> bindings = List.of();
    private Optional<DatabaseStatus> northbound = Optional.empty();
    private Optional<DatabaseStatus> southbound = Optional.empty();
    private Optional<Neutron> neutron = Optional.empty();
    private Optional<List<WholeRow>> wholeRows = Optional.empty();

    private Builder() {}

    public Builder format(String newFormat) {
      format = newFormat;
      return this;
    }

    public Builder collectedAt(String newCollectedAt) {
      collectedAt = newCollectedAt;
      return this;
    }

    public Builder nodes(List<Node> newNodes) {
      nodes = newNodes;
      return this;
    }

    public Builder switches(List<LogicalSwitch> newSwitches) {
      switches = newSwitches;
      return this;
    }

    public Builder chassis(List<Chassis> newChassis) {
      chassis = newChassis;
      return this;
    }

    public Builder bindings(List<PortBinding> newBindings) {
      bindings = newBindings;
      return this;
    }

    public Builder northbound(Optional<DatabaseStatus> newNorthbound) {
      northbound = newNorthbound;
      return this;
    }

    public Builder southbound(Optional<DatabaseStatus> newSouthbound) {
      southbound = newSouthbound;
      return this;
    }

    public Builder neutron(Optional<Neutron> newNeutron) {
      neutron = newNeutron;
      return this;
    }

    public Builder wholeRows(Optional<List<WholeRow>> newWholeRows) {
      wholeRows = newWholeRows;
      return this;
    }

    public Cluster build() {
      return new Cluster(
          format,
          collectedAt,
          nodes,
          switches,
          chassis,
          bindings,
          northbound,
          southbound,
          neutron,
          wholeRows);
    }
  }
}
