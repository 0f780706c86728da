package io.safeops.cli.topology;

import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.RouterPort;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The places of the picture that steps read or write, by their footprint. */
final class Touched implements FootprintItem.Visitor {

  /** Neutron calls switches and routers by the ids of its own (the ML2/OVN driver). */
  private static final String OF_NEUTRON = "neutron-";

  private final List<Cluster> clusters;
  private final Set<String> nodes = new HashSet<>();
  private final Set<String> chassis = new HashSet<>();
  private final Set<Place> places = new HashSet<>();

  /** Interfaces and ports of a node, whichever bridge has them. */
  private final Set<List<String>> interfaces = new HashSet<>();

  private final Set<String> physnets = new HashSet<>();
  private final Set<String> others = new TreeSet<>();

  /**
   * @param clusters before the steps, and after them: what a step removes is only in the first
   */
  Touched(List<Cluster> clusters) {
    this.clusters = List.copyOf(clusters);
  }

  void node(String name) {
    nodes.add(name);
  }

  /** What is touched and has no place in the picture, in words. */
  Set<String> others() {
    return others;
  }

  boolean has(Place place) {
    return places.contains(place)
        || switch (place.kind()) {
          case NODE -> nodes.contains(place.node());
          case UPLINK ->
              places.contains(Place.bridge(place.node(), place.owner()))
                  || interfaces.contains(List.of(place.node(), place.name()));
          case PHYSNET -> physnets.contains(place.name()) || chassis.contains(place.node());
          case TUNNEL_END -> chassis.contains(place.node());
          case TUNNEL -> chassis.contains(place.node()) || chassis.contains(place.name());
          case BRIDGE, NETWORK, GATEWAY, OTHER -> false;
        };
  }

  @Override
  public void logicalSwitch(SwitchItem item) {
    ofSwitch(item.name());
  }

  private void ofSwitch(String name) {
    places.add(Place.network(name));
  }

  @Override
  public void physnet(PhysnetItem item) {
    physnets.add(item.name());
    for (Cluster cluster : clusters) {
      cluster.getLocalnets().stream()
          .filter(port -> port.getNetworkName().equals(item.name()))
          .forEach(port -> ofSwitch(port.switchName()));
    }
  }

  @Override
  public void bridge(BridgeItem item) {
    places.add(Place.bridge(item.node(), item.name()));
  }

  @Override
  public void component(ComponentItem item) {
    nodes.add(item.node());
  }

  @Override
  public void host(HostItem item) {
    nodes.add(item.node());
  }

  @Override
  public void port(PortItem item) {
    ofPort(item.name());
  }

  @Override
  public void chassis(ChassisItem item) {
    nodes.add(item.node());
    chassis.add(item.node());
  }

  @Override
  public void router(RouterItem item) {
    ofRouter(OF_NEUTRON + item.id());
  }

  @Override
  public void network(NetworkItem item) {
    ofSwitch(OF_NEUTRON + item.id());
  }

  @Override
  public void row(RowItem item) {
    RowKey row = item.row();
    switch (row.table()) {
      case "Bridge" -> places.add(Place.bridge(row.node(), row.key()));
      case "Port", "Interface" -> interfaces.add(List.of(row.node(), row.key()));
      case "Open_vSwitch" -> nodes.add(row.node());
      case "Logical_Switch" -> ofSwitch(row.key());
      case "Logical_Switch_Port", "Port_Binding" -> ofPort(row.key());
      case "Logical_Router" -> ofRouter(row.key());
      case "Logical_Router_Port" -> places.add(Place.gateway(row.key()));
      case "Gateway_Chassis" -> ofGatewayChassis(row);
      case "Chassis", "Chassis_Private" -> ofChassis(row);
      default -> {
        if (row.isOfNode()) {
          nodes.add(row.node());
        } else {
          others.add(row.label());
        }
      }
    }
  }

  /** A localnet, or a port to a router; the picture has no place for the port of a VM. */
  private void ofPort(String name) {
    boolean found = false;
    for (Cluster cluster : clusters) {
      for (LogicalPort port : cluster.getPorts()) {
        if (!port.name().equals(name)) {
          continue;
        }
        if (port.type().equals(LogicalPort.LOCALNET)) {
          ofSwitch(port.switchName());
          found = true;
        } else if (port.type().equals(LogicalPort.ROUTER)) {
          places.add(Place.gateway(port.options().getOrDefault("router-port", "")));
          found = true;
        }
      }
    }
    if (!found) {
      others.add("logical port " + name);
    }
  }

  private void ofRouter(String name) {
    boolean found = false;
    for (Cluster cluster : clusters) {
      for (RouterPort port : cluster.getRouterPorts()) {
        if (port.routerName().equals(name)) {
          places.add(Place.gateway(port.name()));
          found |= !port.gatewayChassis().isEmpty() || port.chassisGroup().isPresent();
        }
      }
    }
    if (!found) {
      others.add("router " + name);
    }
  }

  private void ofGatewayChassis(RowKey row) {
    for (Cluster cluster : clusters) {
      cluster.getRouterPorts().stream()
          .filter(
              port ->
                  port.gatewayChassis().stream().anyMatch(each -> each.name().equals(row.key())))
          .forEach(port -> places.add(Place.gateway(port.name())));
    }
  }

  private void ofChassis(RowKey row) {
    boolean found = false;
    for (Cluster cluster : clusters) {
      for (Chassis each : cluster.chassisNamed(row.key()).stream().toList()) {
        String name = TopologyReader.nameOf(each);
        nodes.add(name);
        chassis.add(name);
        found = true;
      }
    }
    if (!found) {
      others.add(row.label());
    }
  }
}
