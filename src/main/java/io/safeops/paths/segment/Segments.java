package io.safeops.paths.segment;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the facts of a cluster say of its layer-2 segments. A segment is a VLAN of a bridge of a
 * node, with what patch ports, veth pairs and uplinks join to it. A physical network with a VLAN is
 * one LAN on all chassis that map it to a bridge. Logical routers join networks on purpose, and
 * l2gateway and vtep ports lead to where safeops cannot see: neither joins segments here.
 *
 * <p>A localnet counts on every chassis that maps its physical network, because ovn-controller
 * makes its patch pair there as soon as a VM of the switch comes ({@code add_bridge_mappings} in
 * OVN's controller/patch.c). A disabled localnet passes nothing. The options {@code ethtype} of a
 * localnet and {@code vlan-passthru} of a switch are not looked at: OVS tells VLANs apart by their
 * number alone.
 *
 * @param merged groups of switches that share a segment, each once, sorted
 * @param loops loops and dangers of loops, sorted by key
 * @param unread nodes and chassis whose bridges were not read completely, sorted: loops and merges
 *     there are found only as far as the Southbound tells
 * @param notModelled ports that are treated as if nothing passed them, with the reason; sorted
 */
public record Segments(
    List<MergedSwitches> merged,
    List<SegmentLoop> loops,
    List<String> unread,
    List<String> notModelled) {

  private static final IdentityCache<Cluster, Segments> ALL =
      new IdentityCache<>(cluster -> of(cluster, UplinkEvidence.NONE));

  public Segments {
    merged = List.copyOf(merged);
    loops = List.copyOf(loops);
    unread = List.copyOf(unread);
    notModelled = List.copyOf(notModelled);
  }

  /** The segments of a cluster. Nothing else is known of the LANs behind its uplinks. */
  public static Segments of(Cluster cluster) {
    return ALL.of(cluster);
  }

  public static Segments of(Cluster cluster, UplinkEvidence evidence) {
    Wirings wirings = Wirings.of(cluster);
    SwitchWays switches = SwitchWays.of(cluster);
    Wirings connections = wirings.withoutPlainUplinks();
    SegmentGraph graph = new SegmentGraph(connections, switches);
    LoopList loops = new LoopList();
    // The graph must not know the switches yet: a switch that joins two LANs is no path between
    // them for itself.
    new SwitchLoops(graph, connections, loops).find(switches);
    new BridgeLoops(wirings, evidence, loops).find();
    graph.joinSwitches();
    return new Segments(
        new Merges(graph, connections, switches).find(),
        loops.sorted(),
        wirings.unread(),
        Stream.concat(wirings.notModelled().stream(), switches.notModelled().stream())
            .sorted()
            .toList());
  }
}
