package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.neutron.NeutronSegment;
import java.util.List;

/** The fields of a cluster in expressions that follow from its facts: {@code cluster.vmPorts}. */
public final class ClusterFields {

  private ClusterFields() {}

  /** Switches that lead to a provider network, or would if they had their localnet. */
  public static List<LogicalSwitch> providerSwitches(Cluster cluster) {
    return ProviderNetworks.of(cluster).switches();
  }

  /** The segments on provider networks that Neutron told of; none where it was not asked. */
  public static List<NeutronSegment> segments(Cluster cluster) {
    return ProviderNetworks.of(cluster).segments();
  }

  /** Names of the localnets that Neutron made, as far as anybody can tell. */
  public static List<String> ownLocalnets(Cluster cluster) {
    return ProviderNetworks.of(cluster).ownLocalnets();
  }

  /** Where a localnet should have a patch pair and has none. */
  public static List<PatchGap> patchGaps(Cluster cluster) {
    return PatchGaps.of(cluster);
  }

  /** The logical ports of VMs beside their bindings and interfaces. */
  public static List<VmPort> vmPorts(Cluster cluster) {
    return VmPorts.of(cluster);
  }

  /** The mappings that nodes must have for what is bound there. */
  public static List<NeededMapping> neededMappings(Cluster cluster) {
    return NeededMapping.of(cluster);
  }

  /** Where the Southbound is known to be, as {@code ovn-remote} names it. */
  public static List<String> southboundRemotes(Cluster cluster) {
    return List.copyOf(Tunnels.remotes(cluster));
  }

  /** The {@code ovn-remote} of most connected nodes; empty if none is connected. */
  public static String usualRemote(Cluster cluster) {
    return Tunnels.usualRemote(cluster);
  }

  /** Where the tunnels to each node are told to end. */
  public static List<TunnelEnd> tunnelEnds(Cluster cluster) {
    return TunnelEnd.of(cluster);
  }

  /** Nodes that lack a tunnel to some chassis. */
  public static List<MissingTunnels> missingTunnels(Cluster cluster) {
    return Tunnels.missing(cluster);
  }

  /** The physnets that some node or chassis maps, as they are written there, each once. */
  public static List<String> mappedPhysnets(Cluster cluster) {
    return List.copyOf(PhysnetMappings.of(cluster).physnets());
  }

  /** The first eight of them, and in words how many more. */
  public static List<String> somePhysnets(Cluster cluster) {
    return PhysnetMappings.of(cluster).some();
  }

  /**
   * Those to choose from where nobody can tell which is meant. With more than eight that is one
   * empty name: the plan asks for it.
   */
  public static List<String> physnetChoices(Cluster cluster) {
    return mappedPhysnets(cluster).size() > ShortenedList.MOST
        ? List.of("")
        : mappedPhysnets(cluster);
  }
}
