package io.safeops.action;

import io.safeops.action.row.RowsDiff;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.RowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of the cluster that an action reads or writes: drift and "restored" are judged on it.
 *
 * @param switches logical switches, with their ports and the chassis these are bound on
 * @param physnets provider networks: every localnet on them and every mapping of them
 * @param bridges OVS bridges, with their ports, the interfaces behind these and the management path
 *     through them
 * @param components by name, per node
 * @param hosts nodes on which something is done that nobody models: all that was read of them
 *     counts (interfaces, addresses, routes, external ids), and they are never called restored
 * @param ports logical ports of VMs, with their bindings and the interfaces that carry their {@code
 *     iface-id}
 * @param chassis nodes, with what their ovn-controller is told, their chassis in the Southbound and
 *     the tunnels to and from them
 * @param routers of Neutron, by id, with their gateways, routes and floating IPs
 * @param networks of Neutron, by id: every network of such a name, by content
 * @param rows that are written, made or deleted: every configured column of each, and every
 *     reference to it
 */
public record Footprint(
    List<String> switches,
    List<String> physnets,
    List<NodeItem> bridges,
    List<NodeItem> components,
    List<String> hosts,
    List<String> ports,
    List<String> chassis,
    List<String> routers,
    List<String> networks,
    List<RowKey> rows) {

  public static final Footprint EMPTY = of(List.of(), List.of(), List.of(), List.of());

  public Footprint {
    switches = List.copyOf(new TreeSet<>(switches));
    physnets = List.copyOf(new TreeSet<>(physnets));
    bridges = List.copyOf(new TreeSet<>(bridges));
    components = List.copyOf(new TreeSet<>(components));
    hosts = List.copyOf(new TreeSet<>(hosts));
    ports = List.copyOf(new TreeSet<>(ports));
    chassis = List.copyOf(new TreeSet<>(chassis));
    routers = List.copyOf(new TreeSet<>(routers));
    networks = List.copyOf(new TreeSet<>(networks));
    rows = List.copyOf(new TreeSet<>(rows));
  }

  /** Without rows in whole. */
  public Footprint(
      List<String> switches,
      List<String> physnets,
      List<NodeItem> bridges,
      List<NodeItem> components,
      List<String> hosts,
      List<String> ports,
      List<String> chassis,
      List<String> routers,
      List<String> networks) {
    this(
        switches,
        physnets,
        bridges,
        components,
        hosts,
        ports,
        chassis,
        routers,
        networks,
        List.of());
  }

  /** One that is about named things, not about whole nodes. */
  public static Footprint of(
      List<String> switches,
      List<String> physnets,
      List<NodeItem> bridges,
      List<NodeItem> components) {
    return of(switches, physnets, bridges, components, List.of(), List.of(), List.of());
  }

  /** Of logical ports of VMs alone, wherever they are. */
  public static Footprint ofPorts(List<String> ports) {
    return of(List.of(), List.of(), List.of(), List.of(), List.of(), ports, List.of());
  }

  /** Of the chassis that these nodes are. */
  public static Footprint ofChassis(List<String> nodes) {
    return of(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), nodes);
  }

  /** Of routers and networks of Neutron. */
  public static Footprint ofNeutron(List<String> routers, List<String> networks) {
    return new Footprint(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), routers,
        networks);
  }

  /** Of what is in OVN and on its nodes. */
  private static Footprint of(
      List<String> switches,
      List<String> physnets,
      List<NodeItem> bridges,
      List<NodeItem> components,
      List<String> hosts,
      List<String> ports,
      List<String> chassis) {
    return new Footprint(
        switches, physnets, bridges, components, hosts, ports, chassis, List.of(), List.of());
  }

  /**
   * All that is known of these nodes, and of the Northbound if one of them holds it: the footprint
   * of a command of which nobody knows what it changes.
   */
  public static Footprint ofAll(Cluster cluster, List<String> names) {
    List<String> physnets = new ArrayList<>();
    List<NodeItem> bridges = new ArrayList<>();
    List<NodeItem> components = new ArrayList<>();
    boolean central = false;
    for (String name : names) {
      for (Node node : cluster.node(name).stream().toList()) {
        central |= node.component("northbound").isPresent();
        node.mappings().forEach(mapping -> physnets.add(mapping.physnet()));
        node.bridges().forEach(bridge -> bridges.add(new NodeItem(name, bridge.name())));
        node.components().forEach(each -> components.add(new NodeItem(name, each.name())));
      }
    }
    List<String> switches =
        central ? cluster.switches().stream().map(LogicalSwitch::name).toList() : List.of();
    return of(switches, physnets, bridges, components, names, List.of(), names);
  }

  /** Whether it holds nothing, so that nothing could be seen of what is done. */
  public boolean isEmpty() {
    return equals(EMPTY);
  }

  /** Both together: the footprint of a plan is that of all its steps. */
  public Footprint and(Footprint other) {
    return new Footprint(
        joined(switches, other.switches),
        joined(physnets, other.physnets),
        joined(bridges, other.bridges),
        joined(components, other.components),
        joined(hosts, other.hosts),
        joined(ports, other.ports),
        joined(chassis, other.chassis),
        joined(routers, other.routers),
        joined(networks, other.networks),
        joined(rows, other.rows));
  }

  /** With these rows in whole, too. */
  public Footprint withRows(Collection<RowKey> more) {
    return new Footprint(
        switches,
        physnets,
        bridges,
        components,
        hosts,
        ports,
        chassis,
        routers,
        networks,
        joined(rows, List.copyOf(more)));
  }

  /**
   * What differs within the footprint, one line of words each; empty when nothing does. Rows are
   * compared by content, not by UUID; counters, OpenFlow port numbers and times are left out.
   */
  public List<String> diff(Cluster before, Cluster after) {
    List<String> differences = new ArrayList<>(FootprintDiff.of(this, before, after));
    differences.addAll(RowsDiff.of(rows, before, after));
    return differences;
  }

  /**
   * What must be read to compare this footprint. Which nodes that is depends on the cluster: where
   * what was read meanwhile shows another one, its scope is a larger one.
   */
  public FactsScope scope(Cluster cluster) {
    return FootprintScope.of(this, cluster, true);
  }

  /**
   * What must be read of it before something is done: all but what follows by itself on other
   * nodes, the tunnels to a chassis.
   */
  public FactsScope scopeBefore(Cluster cluster) {
    return FootprintScope.of(this, cluster, false);
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
