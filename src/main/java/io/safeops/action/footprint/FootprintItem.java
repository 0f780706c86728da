package io.safeops.action.footprint;

import io.safeops.document.Preconditions;
import io.safeops.facts.model.RowKey;
import java.util.Comparator;
import java.util.List;

/** One thing that an action reads or writes. */
public sealed interface FootprintItem extends Comparable<FootprintItem> {

  FootprintItemKind kind();

  /** The key that identifies the item within its kind; items of one kind are sorted by it. */
  List<String> key();

  void accept(Visitor visitor);

  @Override
  default int compareTo(FootprintItem other) {
    return Comparator.comparing(FootprintItem::kind)
        .thenComparing(item -> String.join("\0", item.key()))
        .compare(this, other);
  }

  /**
   * Has a method for each kind of item, so that a new kind does not compile until every visitor
   * handles it.
   */
  interface Visitor {
    void logicalSwitch(SwitchItem item);

    void physnet(PhysnetItem item);

    void bridge(BridgeItem item);

    void component(ComponentItem item);

    void host(HostItem item);

    void port(PortItem item);

    void chassis(ChassisItem item);

    void router(RouterItem item);

    void network(NetworkItem item);

    void row(RowItem item);
  }

  /** A logical switch, with its ports and the chassis these are bound on. */
  record SwitchItem(String name) implements FootprintItem {

    public SwitchItem {
      Preconditions.name("switch", name);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.SWITCH;
    }

    @Override
    public List<String> key() {
      return List.of(name);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.logicalSwitch(this);
    }
  }

  /**
   * A provider network: every localnet on it and every mapping of it.
   *
   * @param name the name as it is written in the options of a row, of any length
   */
  record PhysnetItem(String name) implements FootprintItem {

    public PhysnetItem {
      requireText("physnet", name);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.PHYSNET;
    }

    @Override
    public List<String> key() {
      return List.of(name);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.physnet(this);
    }
  }

  /**
   * An OVS bridge on a node, with its ports, the interfaces behind these and the management path
   * through it.
   */
  record BridgeItem(String node, String name) implements FootprintItem {

    public BridgeItem {
      Preconditions.name("node of a bridge", node);
      Preconditions.name("bridge", name);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.BRIDGE;
    }

    @Override
    public List<String> key() {
      return List.of(node, name);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.bridge(this);
    }
  }

  /** A component on a node. */
  record ComponentItem(String node, String name) implements FootprintItem {

    public ComponentItem {
      Preconditions.name("node of a component", node);
      Preconditions.name("component", name);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.COMPONENT;
    }

    @Override
    public List<String> key() {
      return List.of(node, name);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.component(this);
    }
  }

  /**
   * A node on which a command runs that safeops has no model of. All facts of the node are compared
   * (interfaces, addresses, routes, external ids), and the run never reports it as restored.
   */
  record HostItem(String node) implements FootprintItem {

    public HostItem {
      Preconditions.name("host", node);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.HOST;
    }

    @Override
    public List<String> key() {
      return List.of(node);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.host(this);
    }
  }

  /**
   * A logical port of a VM, with its binding and the interfaces that carry its {@code iface-id}.
   *
   * @param name the name of the port, or the {@code iface-id} of an interface, of any length
   */
  record PortItem(String name) implements FootprintItem {

    public PortItem {
      requireText("port", name);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.PORT;
    }

    @Override
    public List<String> key() {
      return List.of(name);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.port(this);
    }
  }

  /**
   * A node as a chassis: the settings of its ovn-controller, its chassis in the Southbound, and the
   * tunnels to and from it.
   */
  record ChassisItem(String node) implements FootprintItem {

    public ChassisItem {
      Preconditions.name("node of a chassis", node);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.CHASSIS;
    }

    @Override
    public List<String> key() {
      return List.of(node);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.chassis(this);
    }
  }

  /** A Neutron router, with its gateway, routes and floating IPs. */
  record RouterItem(String id) implements FootprintItem {

    public RouterItem {
      Preconditions.name("id of a router", id);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.ROUTER;
    }

    @Override
    public List<String> key() {
      return List.of(id);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.router(this);
    }
  }

  /** A Neutron network: every network with its name, compared by content. */
  record NetworkItem(String id) implements FootprintItem {

    public NetworkItem {
      Preconditions.name("id of a network", id);
    }

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.NETWORK;
    }

    @Override
    public List<String> key() {
      return List.of(id);
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.network(this);
    }
  }

  /**
   * A row that is inserted, changed or deleted: all its configured columns, and every reference to
   * it.
   */
  record RowItem(RowKey row) implements FootprintItem {

    @Override
    public FootprintItemKind kind() {
      return FootprintItemKind.ROW;
    }

    @Override
    public List<String> key() {
      return List.of(row.label(), row.node(), row.table(), row.key());
    }

    @Override
    public void accept(Visitor visitor) {
      visitor.row(this);
    }
  }

  private static void requireText(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
  }
}
