package io.safeops.action.footprint;

import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The part of the cluster that an action reads or writes: drift and "restored" are judged on it.
 *
 * @param items sorted by kind, then by name
 */
public record Footprint(Set<FootprintItem> items) {

  public static final Footprint EMPTY = new Footprint(Set.of());

  public Footprint {
    items = Collections.unmodifiableSet(new TreeSet<>(items));
  }

  public static Footprint of(FootprintItem... items) {
    return of(List.of(items));
  }

  public static Footprint of(Collection<? extends FootprintItem> items) {
    return new Footprint(Set.copyOf(items));
  }

  /** Of rows in whole. */
  public static Footprint ofRows(Collection<RowKey> rows) {
    return of(rows.stream().map(RowItem::new).toList());
  }

  /**
   * All that is known of these nodes, and of the Northbound if one of them holds it: the footprint
   * of a command of which nobody knows what it changes.
   */
  public static Footprint ofAll(Cluster cluster, List<String> names) {
    Set<FootprintItem> items = new TreeSet<>();
    boolean central = false;
    for (String name : names) {
      items.add(new HostItem(name));
      items.add(new ChassisItem(name));
      for (Node node : cluster.node(name).stream().toList()) {
        central |= node.component(ComponentName.NORTHBOUND).isPresent();
        node.mappings().forEach(mapping -> items.add(new PhysnetItem(mapping.physnet())));
        node.bridges().forEach(bridge -> items.add(new BridgeItem(name, bridge.name())));
        node.components().forEach(each -> items.add(new ComponentItem(name, each.name())));
      }
    }
    if (central) {
      cluster.switches().forEach(each -> items.add(new SwitchItem(each.name())));
    }
    return new Footprint(items);
  }

  /** Whether it holds nothing, so that nothing could be seen of what is done. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** Both together: the footprint of a plan is that of all its steps. */
  public Footprint and(Footprint other) {
    return and(other.items);
  }

  public Footprint and(FootprintItem... more) {
    return and(List.of(more));
  }

  private Footprint and(Collection<FootprintItem> more) {
    Set<FootprintItem> all = new TreeSet<>(items);
    all.addAll(more);
    return new Footprint(all);
  }

  /** The items of one kind, in their order. */
  public <T extends FootprintItem> List<T> items(Class<T> type) {
    return stream(type).toList();
  }

  private <T extends FootprintItem> Stream<T> stream(Class<T> type) {
    return items.stream().filter(type::isInstance).map(type::cast);
  }

  /** Bridges on nodes. */
  public List<BridgeItem> bridges() {
    return items(BridgeItem.class);
  }

  /** The names of its provider networks. */
  public List<String> physnets() {
    return stream(PhysnetItem.class).map(PhysnetItem::name).toList();
  }

  /** The nodes on which something is done that safeops has no model of. */
  public List<String> hosts() {
    return stream(HostItem.class).map(HostItem::node).toList();
  }

  /** The ids of routers of Neutron. */
  public List<String> routers() {
    return stream(RouterItem.class).map(RouterItem::id).toList();
  }

  /** The ids of networks of Neutron. */
  public List<String> networks() {
    return stream(NetworkItem.class).map(NetworkItem::id).toList();
  }

  /** The rows that are read in whole. */
  public List<RowKey> rows() {
    return stream(RowItem.class).map(RowItem::row).toList();
  }

  /**
   * What differs within the footprint, one line of words each; empty when nothing does. Rows are
   * compared by content, not by UUID; counters, OpenFlow port numbers and times are left out.
   */
  public List<String> diff(Cluster before, Cluster after) {
    return FootprintDiff.of(this, before, after);
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
}
