package io.safeops.action.footprint;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.Address;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.Route;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The content of nodes and of the parts on them, as a text for each thing. */
final class NodeContent {

  private final Cluster cluster;
  private final Map<String, String> texts;

  NodeContent(Cluster cluster, Map<String, String> texts) {
    this.cluster = cluster;
    this.texts = texts;
  }

  /** Adds whether the node was read, and its management path. */
  void node(Node node) {
    texts.put(
        "node " + node.name(),
        node.unreachable()
            .map(why -> "not read: " + why)
            .or(() -> node.absent().map(why -> "absent: " + why))
            .orElse(node.problems().isEmpty() ? "read" : "read in part: " + node.problems()));
    ManagementPath path = node.managementPath();
    if (path.isKnown()) {
      texts.put(
          "management path of " + node.name(),
          path.device() + " through " + path.bridges() + " to " + path.uplinks());
    }
  }

  void host(Node node) {
    texts.put("external ids of " + node.name(), node.externalIds().toString());
    node.mappings().forEach(mapping -> mapping(node, mapping));
    node.bridges().forEach(bridge -> bridge(node, bridge));
    node.components().forEach(each -> component(node, each));
    node.nics().forEach(nic -> nic(node, nic));
    for (Route route : node.routes()) {
      texts.put(
          "route to " + route.destination() + " metric " + route.metric() + " on " + node.name(),
          "by " + route.device() + route.gateway().map(gateway -> " over " + gateway).orElse(""));
    }
  }

  void mapping(Node node, BridgeMapping mapping) {
    texts.put(
        "mapping of " + mapping.physnet() + " on " + node.name(),
        mapping.bridge() + (mapping.bridgePresent() ? "" : ", which is missing"));
  }

  /** Adds a bridge and its ports, without patch ports that belong to other localnets. */
  void bridge(Node node, Bridge bridge) {
    texts.put(
        "bridge " + bridge.name() + " on " + node.name(),
        bridge.datapathType()
            + " fail_mode `"
            + bridge.failMode()
            + "` protocols "
            + bridge.protocols()
            + (bridge.forwarding().isEmpty() ? "" : " forwards by " + bridge.forwarding()));
    bridge.ports().stream()
        .filter(port -> port.getLocalnet().isEmpty())
        .forEach(port -> bridgePort(node, port));
  }

  void bridgePort(Node node, BridgePort port) {
    texts.put(
        "port " + port.name() + " of bridge " + port.bridge() + " on " + node.name(),
        port.kind()
            + " tag "
            + port.tag().map(String::valueOf).orElse("none")
            + (port.trunks().isEmpty() ? "" : " trunks " + port.trunks())
            + (port.vlanMode().isEmpty() ? "" : " vlan_mode " + port.vlanMode())
            + port.peer().map(peer -> " peer " + peer).orElse("")
            + (port.isAttached() ? "" : " not attached")
            + " external_ids "
            + OvnContent.content(port.externalIds()));
    for (String name : port.interfaces()) {
      node.nic(name).ifPresent(nic -> nic(node, nic));
    }
  }

  private void nic(Node node, Nic nic) {
    texts.put(
        "interface " + nic.name() + " on " + node.name(),
        (nic.up() ? "up" : "down")
            + " in bridge "
            + nic.ovsBridge().orElse("none")
            + " addresses "
            + nic.addresses().stream()
                .filter(Address::isGlobal)
                .map(address -> address.ip() + "/" + address.prefix())
                .sorted()
                .toList()
            + nic.master().map(master -> " enslaved to " + master).orElse("")
            + nic.vlan().map(vlan -> " vlan " + vlan).orElse(""));
  }

  void component(Node node, Component component) {
    texts.put(
        "component " + component.name() + " on " + node.name(),
        component.unit()
            + (component.isActive() ? " active" : " not active")
            + (component.process().equals(Component.STOPPED) ? " stopped by a signal" : "")
            + (component.listeners().isEmpty()
                ? ""
                : " listens on " + component.listeners().stream().sorted().toList())
            + (component.connection().isEmpty() ? "" : " " + component.connection())
            + component.status().map(status -> " says " + status).orElse(""));
    if (component.hasName(ComponentName.CONTROLLER)
        && cluster.southbound().filter(DatabaseStatus::isReadable).isPresent()) {
      texts.put(
          "chassis of " + node.name(),
          cluster.chassis().stream()
              .filter(chassis -> chassis.node().filter(node.name()::equals).isPresent())
              .map(chassis -> chassis.name() + " " + chassis.encaps())
              .findFirst()
              .orElse("none"));
    }
  }

  void chassis(Node node) {
    texts.put("external ids of " + node.name(), node.externalIds().toString());
    node.mappings().forEach(mapping -> mapping(node, mapping));
    node.component(ComponentName.CONTROLLER).ifPresent(each -> component(node, each));
    for (Chassis chassis : cluster.chassis()) {
      if (chassis.node().equals(Optional.of(node.name()))) {
        texts.put(
            "chassis of " + node.name() + " in the Southbound",
            "tunnel ends " + chassis.encaps() + " mappings " + chassis.mappings());
        cluster.nodes().forEach(each -> tunnels(each, chassis, node.name()));
      } else {
        tunnels(node, chassis, chassis.node().orElse(chassis.hostname()));
      }
    }
  }

  /** Adds what the facts show of a row of Chassis, whether a node has it or not. */
  void southboundRow(RowKey row) {
    if (!row.table().equals("Chassis")) {
      return;
    }
    for (Chassis chassis : cluster.chassis()) {
      if (chassis.name().equals(row.key())) {
        texts.put(
            row.label(),
            chassis.hostname()
                + " tunnel ends "
                + chassis.encaps()
                + " mappings "
                + chassis.mappings());
        cluster
            .nodes()
            .forEach(each -> tunnels(each, chassis, chassis.node().orElse(chassis.hostname())));
      }
    }
  }

  /** Adds the tunnels to a chassis. Their names are left out: they only count up. */
  private void tunnels(Node from, Chassis chassis, String to) {
    String ends =
        from.bridges().stream()
            .flatMap(bridge -> bridge.ports().stream())
            .filter(port -> port.isTunnelTo(chassis))
            .map(port -> port.kind() + " to " + port.getRemoteIp())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!ends.isEmpty()) {
      texts.put("tunnel from " + from.name() + " to " + to, ends);
    }
  }

  /** Adds the interfaces that carry the port's {@code iface-id}. */
  void interfacesOfVm(String name) {
    for (Bridge bridge : cluster.getBridges()) {
      for (BridgePort port : bridge.ports()) {
        if (port.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(name)) {
          texts.merge(
              "interface of " + name,
              port.name() + " on " + bridge.node() + (port.isAttached() ? "" : ", not attached"),
              (one, other) -> one + " and " + other);
        }
      }
    }
  }
}
