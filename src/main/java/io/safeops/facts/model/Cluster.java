package io.safeops.facts.model;

import io.safeops.document.Preconditions;
import io.safeops.expression.IdentityCache;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.BfdSession;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An immutable picture of the cluster. Rules judge it, actions predict it, and drift is measured on
 * it.
 *
 * @param format of the facts, {@value #FORMAT}
 * @param collectedAt when the last node answered, ISO 8601 in UTC
 * @param nodes the nodes of the inventory, in its order, also the absent and the unreachable ones
 * @param switches from the Northbound; empty if it could not be read, which {@code northbound} says
 * @param northbound empty if no central node was reached
 * @param southbound empty if no central node was reached
 * @param neutron empty if the inventory names no OpenStack
 * @param wholeRows complete rows, namely those that the steps of a plan touch; empty if none were
 *     asked for
 * @param logicalRouters from the Northbound; empty if they were not read, as in older facts
 * @param chassisGroups the HA chassis groups; empty in the same case
 * @param dhcpOptions of the Northbound; empty if they were not read, as in older facts
 * @param policyRouters the names of the routers that have policies ({@code Logical_Router_Policy});
 *     empty if they were not read
 * @param loadBalancers the names of those of the Northbound that have an address; empty if they
 *     were not read, as in older facts
 * @param bfdSessions of the Southbound; empty in the same case
 * @param databaseMembers what every central node says of its own databases, also of those that were
 *     not used; empty if not asked, as in older facts
 */
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
    Optional<List<WholeRow>> wholeRows,
    Optional<List<LogicalRouter>> logicalRouters,
    Optional<List<ChassisGroup>> chassisGroups,
    Optional<List<DhcpOptions>> dhcpOptions,
    Optional<List<BfdSession>> bfdSessions,
    Optional<List<DatabaseMember>> databaseMembers,
    Optional<List<String>> policyRouters,
    Optional<List<String>> loadBalancers) {

  /** Raised when an older safeops can no longer read a file of facts. */
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
    logicalRouters = logicalRouters.map(List::copyOf);
    chassisGroups = chassisGroups.map(List::copyOf);
    Set<String> names = new HashSet<>();
    for (Node node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException("two nodes are named " + node.name());
      }
    }
    dhcpOptions = dhcpOptions.map(List::copyOf);
    bfdSessions = bfdSessions.map(List::copyOf);
    databaseMembers = databaseMembers.map(List::copyOf);
    policyRouters = policyRouters.map(List::copyOf);
    loadBalancers = loadBalancers.map(List::copyOf);
  }

  /** Makes a cluster without complete rows and without routers of the Northbound. */
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
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
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
        + getRouterPorts().size()
        + chassis.size()
        + bindings.size()
        + ofNeutron;
  }

  /** A complete row, if it was asked for. */
  public Optional<WholeRow> row(RowKey key) {
    return wholeRows.flatMap(all -> Optional.ofNullable(WHOLE.of(all).get(key.label())));
  }

  public Optional<Node> node(String name) {
    return Optional.ofNullable(NameIndexes.NODES.of(nodes).get(name));
  }

  /** The switch with that name; the first if there are several, which OVN allows. */
  public Optional<LogicalSwitch> switchNamed(String name) {
    return NameIndexes.SWITCHES.of(switches).getOrDefault(name, List.of()).stream().findFirst();
  }

  public Optional<Chassis> chassisNamed(String name) {
    return NameIndexes.CHASSIS.of(chassis).getOrDefault(name, List.of()).stream().findFirst();
  }

  /** The localnet ports of all switches. */
  public List<LogicalPort> getLocalnets() {
    return NameIndexes.LOCALNETS.of(switches);
  }

  /** The logical ports of all switches. */
  public List<LogicalPort> getPorts() {
    return NameIndexes.PORTS.of(switches);
  }

  /** The ports of all logical routers. */
  public List<RouterPort> getRouterPorts() {
    return logicalRouters
        .map(all -> all.stream().flatMap(each -> each.ports().stream()).toList())
        .orElse(List.of());
  }

  /** The networks that Neutron reports; empty if Neutron was not asked. */
  public List<NeutronNetwork> getNetworks() {
    return neutron.map(Neutron::networks).orElse(List.of());
  }

  /** The routers that Neutron reports; empty if Neutron was not asked. */
  public List<NeutronRouter> getRouters() {
    return neutron.map(Neutron::routers).orElse(List.of());
  }

  /** The floating IPs that Neutron reports; empty if Neutron was not asked. */
  public List<NeutronFloatingIp> getFloatingIps() {
    return neutron.map(Neutron::floatingIps).orElse(List.of());
  }

  /** The bridge mappings of all nodes. */
  public List<BridgeMapping> getMappings() {
    return NameIndexes.MAPPINGS.of(nodes);
  }

  /** The numbers of bytes that VMs of overlay networks may send in one packet, each number once. */
  public List<Long> getTenantMtus() {
    return NameIndexes.TENANT_MTUS.of(switches).keySet().stream().sorted().toList();
  }

  /** The number of items in it, for limits that grow with the size. */
  public long rows() {
    return ROWS.of(this);
  }

  /** The OVS bridges of all nodes. */
  public List<Bridge> getBridges() {
    return NameIndexes.BRIDGES.of(nodes);
  }

  /** The components of all nodes. */
  public List<Component> getComponents() {
    return NameIndexes.COMPONENTS.of(nodes);
  }

  /** Whether a component with that name is active on any node. */
  public boolean hasActive(String component) {
    return NameIndexes.COMPONENTS_NAMED.of(nodes).getOrDefault(component, List.of()).stream()
        .anyMatch(Component::isActive);
  }

  /** A copy in which the node with that name is changed; unchanged if there is none. */
  public Cluster withNode(String name, UnaryOperator<Node> change) {
    return withNodes(
        nodes.stream().map(node -> node.name().equals(name) ? change.apply(node) : node).toList());
  }

  /** A copy in which the first switch with that name is changed; unchanged if there is none. */
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

  /** A copy with the status of the databases themselves, not of their content. */
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

  /** A copy with these complete rows, and no others. */
  public Cluster withRows(List<WholeRow> newRows) {
    return toBuilder().wholeRows(Optional.of(newRows)).build();
  }

  /** A copy in which the first router with that name is changed; unchanged if there is none. */
  public Cluster withRouter(String name, UnaryOperator<LogicalRouter> change) {
    List<LogicalRouter> changed = new ArrayList<>(logicalRouters.orElse(List.of()));
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).name().equals(name)) {
        changed.set(i, change.apply(changed.get(i)));
        break;
      }
    }
    return toBuilder().logicalRouters(logicalRouters.map(any -> changed)).build();
  }

  /** A copy with these routers and groups of the Northbound; empty if they were not read. */
  public Cluster withRouters(
      Optional<List<LogicalRouter>> routers, Optional<List<ChassisGroup>> groups) {
    return toBuilder().logicalRouters(routers).chassisGroups(groups).build();
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
        .wholeRows(wholeRows)
        .logicalRouters(logicalRouters)
        .chassisGroups(chassisGroups)
        .dhcpOptions(dhcpOptions)
        .policyRouters(policyRouters)
        .loadBalancers(loadBalancers)
        .bfdSessions(bfdSessions)
        .databaseMembers(databaseMembers);
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
    private Optional<List<LogicalRouter>> logicalRouters = Optional.empty();
    private Optional<List<ChassisGroup>> chassisGroups = Optional.empty();
    private Optional<List<DhcpOptions>> dhcpOptions = Optional.empty();
    private Optional<List<String>> policyRouters = Optional.empty();
    private Optional<List<String>> loadBalancers = Optional.empty();
    private Optional<List<BfdSession>> bfdSessions = Optional.empty();
    private Optional<List<DatabaseMember>> databaseMembers = Optional.empty();

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

    public Builder logicalRouters(Optional<List<LogicalRouter>> newLogicalRouters) {
      logicalRouters = newLogicalRouters;
      return this;
    }

    public Builder chassisGroups(Optional<List<ChassisGroup>> newChassisGroups) {
      chassisGroups = newChassisGroups;
      return this;
    }

    public Builder policyRouters(Optional<List<String>> newPolicyRouters) {
      policyRouters = newPolicyRouters;
      return this;
    }

    public Builder loadBalancers(Optional<List<String>> newLoadBalancers) {
      loadBalancers = newLoadBalancers;
      return this;
    }

    public Builder dhcpOptions(Optional<List<DhcpOptions>> newDhcpOptions) {
      dhcpOptions = newDhcpOptions;
      return this;
    }

    public Builder bfdSessions(Optional<List<BfdSession>> newBfdSessions) {
      bfdSessions = newBfdSessions;
      return this;
    }

    public Builder databaseMembers(Optional<List<DatabaseMember>> newDatabaseMembers) {
      databaseMembers = newDatabaseMembers;
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
          wholeRows,
          logicalRouters,
          chassisGroups,
          dhcpOptions,
          bfdSessions,
          databaseMembers,
          policyRouters,
          loadBalancers);
    }
  }
}
