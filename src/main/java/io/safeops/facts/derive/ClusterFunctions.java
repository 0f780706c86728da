package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.List;

/**
 * The functions that expressions can call on a cluster. A rule that needs something for each of
 * many items looks it up here, so it takes no more steps for each item in a large cluster than in a
 * small one.
 */
public final class ClusterFunctions {

  /** An entry of a shortened list which says that there are more. */
  public static final String MANY = "*";

  private static final List<String> CENTRAL =
      List.of(
          ComponentName.NORTHBOUND.word(),
          ComponentName.SOUTHBOUND.word(),
          ComponentName.NORTHD.word());

  private ClusterFunctions() {}

  /** The node with that name in the inventory, or none. */
  public static List<Node> nodesNamed(Cluster cluster, String name) {
    return cluster.node(name).stream().toList();
  }

  /** The nodes with that system-id: one, or several if a node was cloned. */
  public static List<Node> nodesWithId(Cluster cluster, String systemId) {
    return NameIndexes.NODES_WITH_ID.of(cluster.nodes()).getOrDefault(systemId, List.of());
  }

  /** The nodes whose {@code ovn-encap-ip} names that address. */
  public static List<Node> nodesAt(Cluster cluster, String ip) {
    return NameIndexes.NODES_AT.of(cluster.nodes()).getOrDefault(ip, List.of());
  }

  /** The number of nodes with that role. */
  public static long countWithRole(Cluster cluster, String role) {
    return NameIndexes.NODES_IN_ROLE.of(cluster.nodes()).getOrDefault(role, List.of()).size();
  }

  /** The chassis with that name, which is the system-id of its node. */
  public static List<Chassis> chassisNamed(Cluster cluster, String name) {
    return NameIndexes.CHASSIS.of(cluster.chassis()).getOrDefault(name, List.of());
  }

  /** The chassis of that node. */
  public static List<Chassis> chassisOf(Cluster cluster, String node) {
    return NameIndexes.CHASSIS_OF.of(cluster.chassis()).getOrDefault(node, List.of());
  }

  /** The chassis that have a tunnel end at that address. */
  public static List<Chassis> chassisAt(Cluster cluster, String ip) {
    return NameIndexes.CHASSIS_AT.of(cluster.chassis()).getOrDefault(ip, List.of());
  }

  /** The components with that name on all nodes. */
  public static List<Component> componentsNamed(Cluster cluster, String name) {
    return NameIndexes.COMPONENTS_NAMED.of(cluster.nodes()).getOrDefault(name, List.of());
  }

  /**
   * Whether on every node with northd, systemd runs northd and the databases as separate units.
   * RHEL has one unit for all three, and kolla has containers.
   */
  public static boolean isCentralInUnits(Cluster cluster) {
    return componentsNamed(cluster, ComponentName.NORTHD.word()).stream()
        .map(Component::node)
        .allMatch(
            name -> {
              List<Component> central =
                  nodesNamed(cluster, name).stream()
                      .flatMap(node -> node.components().stream())
                      .filter(each -> CENTRAL.contains(each.name()))
                      .toList();
              return central.stream().allMatch(each -> each.manager() == ServiceSupervisor.SYSTEMD)
                  && central.stream().map(Component::unit).distinct().count() == central.size();
            });
  }

  /** The switches with that name: one, or several, which OVN allows. */
  public static List<LogicalSwitch> switchesNamed(Cluster cluster, String name) {
    return NameIndexes.SWITCHES.of(cluster.switches()).getOrDefault(name, List.of());
  }

  /** The localnets of the switch. */
  public static List<LogicalPort> localnetsOf(Cluster cluster, String switchName) {
    return NameIndexes.LOCALNETS_OF.of(cluster.switches()).getOrDefault(switchName, List.of());
  }

  /** The localnets of a physical network with that VLAN, or without a VLAN if it is 0. */
  public static List<LogicalPort> localnetsOn(Cluster cluster, String physnet, long tag) {
    return NameIndexes.LOCALNETS_ON
        .of(cluster.switches())
        .getOrDefault(new NameIndexes.PhysicalSegment(physnet, tag), List.of());
  }

  /** Whether a localnet with that name is Neutron's, as far as the facts show. */
  public static boolean isOwnLocalnet(Cluster cluster, String name) {
    return ProviderNetworks.of(cluster).owns(name);
  }

  /** The segments of that switch on provider networks, as Neutron reports them. */
  public static List<NeutronSegment> segmentsOf(Cluster cluster, String switchName) {
    return ProviderNetworks.of(cluster).segmentsOf(switchName);
  }

  /** The floating IPs that use Neutron's router with that id. */
  public static List<NeutronFloatingIp> floatingIpsOf(Cluster cluster, String router) {
    return NameIndexes.FLOATING_IPS_OF.of(cluster.getFloatingIps()).getOrDefault(router, List.of());
  }

  /** The floating IPs on Neutron's network with that id. */
  public static List<NeutronFloatingIp> floatingIpsIn(Cluster cluster, String network) {
    return NameIndexes.FLOATING_IPS_IN
        .of(cluster.getFloatingIps())
        .getOrDefault(network, List.of());
  }

  /** Whether any node or chassis maps the physical network. */
  public static boolean isMapped(Cluster cluster, String physnet) {
    return PhysnetMappings.of(cluster).physnets().contains(physnet);
  }

  /** Whether that {@code ovn-remote} is a known address of the Southbound. */
  public static boolean isSouthbound(Cluster cluster, String remote) {
    return Tunnels.remotes(cluster).contains(remote);
  }

  /**
   * The overlay switches whose VMs may send packets of that many bytes, as {@code name (bytes)}:
   * the first eight, and as text how many more.
   */
  public static List<String> switchesOfMtu(Cluster cluster, long mtu) {
    List<LogicalSwitch> all =
        NameIndexes.TENANT_MTUS.of(cluster.switches()).getOrDefault(mtu, List.of());
    return ShortenedList.of(all.stream().map(each -> each.name() + " (" + mtu + ")"), all.size());
  }
}
