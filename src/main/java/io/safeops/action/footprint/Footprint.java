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
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** The footprint of whole rows. */
  public static Footprint ofRows(Collection<RowKey> rows) {
    return of(rows.stream().map(RowItem::new).toList());
  }

  /**
   * The footprint of a command with unknown effect: all facts of these nodes, and of the Northbound
   * if one of them holds it.
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

  /** Whether it has no items: then no change could be seen. */
  public boolean isEmpty() {
    return items.isEmpty();
  }

  /** This footprint and another one together. The footprint of a plan is that of all its steps. */
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

  /** The bridges on nodes. */
  public List<BridgeItem> bridges() {
    return items(BridgeItem.class);
  }

  /** The names of the provider networks. */
  public List<String> physnets() {
    return stream(PhysnetItem.class).map(PhysnetItem::name).toList();
  }

  /** The nodes on which something is done that safeops has no model of. */
  public List<String> hosts() {
    return stream(HostItem.class).map(HostItem::node).toList();
  }

  /** The ids of the Neutron routers. */
  public List<String> routers() {
    return stream(RouterItem.class).map(RouterItem::id).toList();
  }

  /** The ids of the Neutron networks. */
  public List<String> networks() {
    return stream(NetworkItem.class).map(NetworkItem::id).toList();
  }

  /** The keys of the whole rows. */
  public List<RowKey> rows() {
    return stream(RowItem.class).map(RowItem::row).toList();
  }

  /**
   * The differences within the footprint, one line each; empty when there are none. Rows are
   * compared by content, not by UUID; counters, OpenFlow port numbers and times are left out.
   */
  public List<String> diff(Cluster before, Cluster after) {
    return FootprintDiff.of(this, before, after);
  }

  /**
   * What the facts show of each thing in the footprint, by the name of the thing. Whole rows are
   * among them as far as they were read.
   */
  public Map<String, String> content(Cluster cluster) {
    Map<String, String> content =
        new TreeMap<>(
            FootprintContent.of(this, NeutronContent.names(cluster, networks()), cluster));
    for (RowKey key : rows()) {
      cluster
          .row(key)
          .filter(WholeRow::isRead)
          .ifPresent(row -> content.put("row " + key.label(), row.getConfigured().toString()));
    }
    return content;
  }

  /**
   * The facts to read in order to compare this footprint. The nodes depend on the cluster: newer
   * facts may show more nodes, and then the scope is larger.
   */
  public FactsScope scope(Cluster cluster) {
    return FootprintScope.of(this, cluster, true);
  }

  /**
   * The facts to read before the change: the whole scope except the tunnels to a chassis on other
   * nodes, which follow by themselves.
   */
  public FactsScope scopeBefore(Cluster cluster) {
    return FootprintScope.of(this, cluster, false);
  }
}
