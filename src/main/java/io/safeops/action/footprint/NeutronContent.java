package io.safeops.action.footprint;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.ovn.LogicalPort;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The content of Neutron routers and networks, as a text for each thing, so that two clusters can
 * be compared. A network that was made again has another id, and so have its segments and its
 * switch, so its name identifies it.
 */
public final class NeutronContent {

  private final Cluster cluster;
  private final Map<String, String> texts;

  NeutronContent(Cluster cluster, Map<String, String> texts) {
    this.cluster = cluster;
    this.texts = texts;
  }

  /** The names of these networks, by id. */
  static Map<String, String> names(Cluster cluster, List<String> ids) {
    return cluster.getNetworks().stream()
        .filter(network -> ids.contains(network.id()))
        .collect(Collectors.toMap(NeutronNetwork::id, NeutronNetwork::name, (one, same) -> one));
  }

  /** Adds whether Neutron was read. */
  void status() {
    texts.put(
        "Neutron",
        cluster
            .neutron()
            .map(neutron -> neutron.problem().map(why -> "not read: " + why).orElse("read"))
            .orElse("not asked"));
  }

  void router(String id) {
    for (NeutronRouter router : cluster.getRouters()) {
      if (router.id().equals(id)) {
        texts.put("router " + words(router), router(cluster, router));
      }
    }
  }

  /** Adds all networks with this name. */
  void networks(String name) {
    List<String> found =
        cluster.getNetworks().stream()
            .filter(network -> network.name().equals(name))
            .map(network -> network(cluster, network))
            .sorted()
            .toList();
    if (!found.isEmpty()) {
      texts.put("network " + name, String.join(", and another ", found));
    }
  }

  private static String router(Cluster cluster, NeutronRouter router) {
    return router
            .gateway()
            .map(
                gateway ->
                    "gateway on "
                        + network(cluster, gateway.networkId())
                        + " as "
                        + gateway.getIps()
                        + (gateway.snat() ? "" : " without SNAT")
                        + gateway.qosPolicy().map(policy -> " QoS policy " + policy).orElse(""))
            .orElse("no gateway")
        + ", routes "
        + router.routes()
        + ", floating IPs "
        + cluster.getFloatingIps().stream()
            .filter(each -> each.routerId().filter(router.id()::equals).isPresent())
            .map(NeutronFloatingIp::address)
            .sorted()
            .toList();
  }

  private static String network(Cluster cluster, NeutronNetwork network) {
    List<String> segments =
        network.segments().stream()
            .map(
                segment ->
                    segment.type()
                        + segment.physnet().map(physnet -> " on " + physnet).orElse("")
                        + segment.tag().map(tag -> " VLAN " + tag).orElse(""))
            .sorted()
            .toList();
    String ports =
        cluster
            .switchNamed(network.getSwitchName())
            .map(
                each ->
                    "ports "
                        + each.ports().stream()
                            .filter(port -> !port.isOfNetwork())
                            .map(LogicalPort::name)
                            .sorted()
                            .toList())
            .orElse("no switch");
    return (network.external() ? "external, " : "") + "segments " + segments + ", " + ports;
  }

  /** The name with the id, because names are not unique. */
  public static String words(NeutronRouter router) {
    return router.name().isEmpty() ? router.id() : router.name() + " (" + router.id() + ")";
  }

  public static String words(NeutronNetwork network) {
    return network.name().isEmpty() ? network.id() : network.name() + " (" + network.id() + ")";
  }

  /** The name to show for the network with this id. */
  public static String network(Cluster cluster, String id) {
    return cluster
        .neutron()
        .flatMap((Neutron neutron) -> neutron.network(id))
        .map(NeutronContent::words)
        .orElse(id);
  }
}
