package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import java.util.List;
import java.util.Optional;

/**
 * The fields that expressions can read on a cluster and that are computed from its facts, such as
 * {@code cluster.vmPorts}.
 */
public final class ClusterFields {

  private ClusterFields() {}

  /**
   * The logical routers. Fails if they could not be read, so that no rule passes without them;
   * empty if the database is too old to have all their columns.
   */
  public static Optional<List<LogicalRouter>> logicalRouters(Cluster cluster) {
    requireRead(cluster, DatabaseStatus.ROUTERS);
    return cluster.logicalRouters();
  }

  /** The ports of all logical routers; fails in the same case. */
  public static List<RouterPort> routerPorts(Cluster cluster) {
    requireRead(cluster, DatabaseStatus.ROUTERS);
    return cluster.getRouterPorts();
  }

  /** The HA chassis groups; fails in the same case. */
  public static Optional<List<ChassisGroup>> chassisGroups(Cluster cluster) {
    requireRead(cluster, DatabaseStatus.GROUPS);
    return cluster.chassisGroups();
  }

  private static void requireRead(Cluster cluster, String part) {
    cluster
        .northbound()
        .flatMap(status -> status.unread(part))
        .ifPresent(
            why -> {
              throw new IllegalStateException(
                  "the " + part + " of the Northbound were not read: " + why);
            });
  }

  /**
   * The switches that lead to a provider network, or that would lead there if they had their
   * localnet.
   */
  public static List<LogicalSwitch> providerSwitches(Cluster cluster) {
    return ProviderNetworks.of(cluster).switches();
  }

  /** The segments on provider networks that Neutron reports; empty if Neutron was not asked. */
  public static List<NeutronSegment> segments(Cluster cluster) {
    return ProviderNetworks.of(cluster).segments();
  }

  /** The names of the localnets that Neutron made, as far as the facts show. */
  public static List<String> ownLocalnets(Cluster cluster) {
    return ProviderNetworks.of(cluster).ownLocalnets();
  }

  /** The logical ports of VMs with their bindings and interfaces. */
  public static List<VmPort> vmPorts(Cluster cluster) {
    return VmPorts.of(cluster);
  }

  /** The known addresses of the Southbound, in the form of {@code ovn-remote}. */
  public static List<String> southboundRemotes(Cluster cluster) {
    return List.copyOf(Tunnels.remotes(cluster));
  }

  /** The {@code ovn-remote} that most connected nodes have; empty if no node is connected. */
  public static String usualRemote(Cluster cluster) {
    return Tunnels.usualRemote(cluster);
  }

  /** The physnets that nodes or chassis map, as they are written there, each once. */
  public static List<String> mappedPhysnets(Cluster cluster) {
    return List.copyOf(PhysnetMappings.of(cluster).physnets());
  }

  /** The first eight of them, and as text how many more. */
  public static List<String> somePhysnets(Cluster cluster) {
    return PhysnetMappings.of(cluster).some();
  }

  /**
   * The physnets that an operator can choose from if it is not known which one is meant. If there
   * are more than eight, the list has one empty name, and the plan asks for the physnet.
   */
  public static List<String> physnetChoices(Cluster cluster) {
    return mappedPhysnets(cluster).size() > ShortenedList.MOST
        ? List.of("")
        : mappedPhysnets(cluster);
  }
}
