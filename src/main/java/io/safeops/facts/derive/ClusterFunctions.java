package io.safeops.facts.derive;

import io.safeops.facts.model.BridgeMapping;
import io.safeops.facts.model.Chassis;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Component;
import io.safeops.facts.model.ComponentManager;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.model.Node;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronSegment;
import java.util.List;

/**
 * The functions of a cluster in expressions: what a rule asks of each of many things is looked up
 * here, so that a rule takes no more steps for a thing in a large cluster than in a small one.
 */
public final class ClusterFunctions {

  /** In a list of few: there are more than are told one by one. */
  public static final String MANY = "*";

  private static final List<String> CENTRAL =
      List.of(Component.NORTHBOUND, Component.SOUTHBOUND, Component.NORTHD);

  private ClusterFunctions() {}

  /** The node of that name in the inventory, or none. */
  public static List<Node> nodesNamed(Cluster cluster, String name) {
    return cluster.node(name).stream().toList();
  }

  /** The nodes that have that system-id: one, or several that were cloned. */
  public static List<Node> nodesWithId(Cluster cluster, String systemId) {
    return NameIndexes.NODES_WITH_ID.of(cluster.nodes()).getOrDefault(systemId, List.of());
  }

  /** The attached interfaces that say they are that logical port, as {@code tap0 of net}. */
  public static List<String> interfacesWithId(Cluster cluster, String port) {
    return NameIndexes.INTERFACES_WITH_ID.of(cluster.nodes()).getOrDefault(port, List.of());
  }

  /** The nodes whose {@code ovn-encap-ip} names that address. */
  public static List<Node> nodesAt(Cluster cluster, String ip) {
    return NameIndexes.NODES_AT.of(cluster.nodes()).getOrDefault(ip, List.of());
  }

  /** How many nodes have that role. */
  public static long countWithRole(Cluster cluster, String role) {
    return NameIndexes.NODES_IN_ROLE.of(cluster.nodes()).getOrDefault(role, List.of()).size();
  }

  /** The chassis of that name, which is the system-id of its node. */
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

  /**
   * The host names of the chassis that speak none of these types of tunnel, but others; the first
   * eight, and in words how many more.
   *
   * @param own the chassis that is not asked about
   */
  public static List<String> chassisWithout(Cluster cluster, List<String> types, String own) {
    return TunnelTypes.of(cluster).deafTo(types, own);
  }

  /** The same, by the names of the chassis: at most eight, else {@link #MANY}. */
  public static List<String> fewChassisWithout(Cluster cluster, List<String> types, String own) {
    return ShortenedList.few(TunnelTypes.of(cluster).namesDeafTo(types, own));
  }

  /**
   * The chassis that no tunnel leads to from that node, by their names: at most eight, else {@link
   * #MANY}.
   */
  public static List<String> fewWithoutTunnel(Cluster cluster, String node) {
    return cluster
        .node(node)
        .map(each -> ShortenedList.few(Tunnels.unreached(cluster, each)))
        .orElse(List.of());
  }

  /** The components of that name on all nodes. */
  public static List<Component> componentsNamed(Cluster cluster, String name) {
    return NameIndexes.COMPONENTS_NAMED.of(cluster.nodes()).getOrDefault(name, List.of());
  }

  /**
   * Whether systemd runs northd and the databases as units of their own, wherever northd is: RHEL
   * has one unit for all three, and kolla has containers.
   */
  public static boolean isCentralInUnits(Cluster cluster) {
    return componentsNamed(cluster, Component.NORTHD).stream()
        .map(Component::node)
        .allMatch(
            name -> {
              List<Component> central =
                  nodesNamed(cluster, name).stream()
                      .flatMap(node -> node.components().stream())
                      .filter(each -> CENTRAL.contains(each.name()))
                      .toList();
              return central.stream().allMatch(each -> each.manager() == ComponentManager.SYSTEMD)
                  && central.stream().map(Component::unit).distinct().count() == central.size();
            });
  }

  /** The switches of that name: one, or several, which OVN allows. */
  public static List<LogicalSwitch> switchesNamed(Cluster cluster, String name) {
    return NameIndexes.SWITCHES.of(cluster.switches()).getOrDefault(name, List.of());
  }

  /** The localnets of the switch. */
  public static List<LogicalPort> localnetsOf(Cluster cluster, String switchName) {
    return NameIndexes.LOCALNETS_OF.of(cluster.switches()).getOrDefault(switchName, List.of());
  }

  /** The localnets of a physical network, with whatever VLAN. */
  public static List<LogicalPort> localnetsNaming(Cluster cluster, String physnet) {
    return NameIndexes.LOCALNETS_NAMING.of(cluster.switches()).getOrDefault(physnet, List.of());
  }

  /** The localnets of a physical network with that VLAN, or with none where it is 0. */
  public static List<LogicalPort> localnetsOn(Cluster cluster, String physnet, long tag) {
    return NameIndexes.LOCALNETS_ON
        .of(cluster.switches())
        .getOrDefault(new NameIndexes.PhysicalSegment(physnet, tag), List.of());
  }

  /** The ports of type {@code l2gateway} and {@code vtep} of the switch. */
  public static List<LogicalPort> otherWaysOut(Cluster cluster, String switchName) {
    return NameIndexes.OTHER_WAYS_OUT.of(cluster.switches()).getOrDefault(switchName, List.of());
  }

  /** Whether a localnet of that name is Neutron's, as far as anybody can tell. */
  public static boolean isOwnLocalnet(Cluster cluster, String name) {
    return ProviderNetworks.of(cluster).owns(name);
  }

  /** The segments on provider networks that Neutron told of, of that switch. */
  public static List<NeutronSegment> segmentsOf(Cluster cluster, String switchName) {
    return ProviderNetworks.of(cluster).segmentsOf(switchName);
  }

  /** The floating IPs that lead over Neutron's router of that id. */
  public static List<NeutronFloatingIp> floatingIpsOf(Cluster cluster, String router) {
    return NameIndexes.FLOATING_IPS_OF.of(cluster.getFloatingIps()).getOrDefault(router, List.of());
  }

  /** The floating IPs on Neutron's network of that id. */
  public static List<NeutronFloatingIp> floatingIpsIn(Cluster cluster, String network) {
    return NameIndexes.FLOATING_IPS_IN
        .of(cluster.getFloatingIps())
        .getOrDefault(network, List.of());
  }

  /** Whether some node or chassis maps the physical network. */
  public static boolean isMapped(Cluster cluster, String physnet) {
    return PhysnetMappings.of(cluster).physnets().contains(physnet);
  }

  /** Whether one node or chassis maps both physical networks. */
  public static boolean mapsTogether(Cluster cluster, String physnet, String other) {
    return PhysnetMappings.of(cluster).together(physnet, other);
  }

  /**
   * Who maps the provider networks of a switch's localnets, as {@code NODE PHYSNET}: the ways of
   * the switch into its LAN, each of which a second localnet makes a loop of.
   */
  public static List<String> waysOf(Cluster cluster, String switchName) {
    PhysnetMappings physnetMappings = PhysnetMappings.of(cluster);
    return localnetsOf(cluster, switchName).stream()
        .map(LogicalPort::getNetworkName)
        .distinct()
        .flatMap(
            physnet ->
                physnetMappings.holdersOf(cluster, physnet).map(holder -> holder + " " + physnet))
        .distinct()
        .toList();
  }

  /** Whether some node maps the physical network to a bridge that does not exist. */
  public static boolean isBroken(Cluster cluster, String physnet) {
    return !PhysnetMappings.of(cluster).broken(physnet).isEmpty();
  }

  /** The nodes that map the physical network to a bridge that does not exist. */
  public static List<Node> brokenNodes(Cluster cluster, String physnet) {
    return PhysnetMappings.of(cluster).broken(physnet).stream()
        .map(BridgeMapping::node)
        .distinct()
        .flatMap(name -> cluster.node(name).stream())
        .toList();
  }

  /**
   * The nodes that map the physical network to a bridge that does not exist, as {@code node
   * (bridge)}; the first eight, and in words how many more.
   */
  public static List<String> brokenOn(Cluster cluster, String physnet) {
    List<BridgeMapping> broken = PhysnetMappings.of(cluster).broken(physnet);
    return ShortenedList.of(
        broken.stream().map(each -> each.node() + " (" + each.bridge() + ")"), broken.size());
  }

  /** Whether the Southbound is known to be at that {@code ovn-remote}. */
  public static boolean isSouthbound(Cluster cluster, String remote) {
    return Tunnels.remotes(cluster).contains(remote);
  }

  /**
   * The overlay switches whose VMs may send packets of that many bytes, as {@code name (bytes)};
   * the first eight, and in words how many more.
   */
  public static List<String> switchesOfMtu(Cluster cluster, long mtu) {
    List<LogicalSwitch> all =
        NameIndexes.TENANT_MTUS.of(cluster.switches()).getOrDefault(mtu, List.of());
    return ShortenedList.of(all.stream().map(each -> each.name() + " (" + mtu + ")"), all.size());
  }
}
