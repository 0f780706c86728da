package io.safeops.action;

import io.safeops.action.row.Ovsdb;
import io.safeops.facts.model.Address;
import io.safeops.facts.model.Bridge;
import io.safeops.facts.model.BridgeMapping;
import io.safeops.facts.model.BridgePort;
import io.safeops.facts.model.Chassis;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Component;
import io.safeops.facts.model.DatabaseStatus;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.LogicalSwitch;
import io.safeops.facts.model.ManagementPath;
import io.safeops.facts.model.Nic;
import io.safeops.facts.model.Node;
import io.safeops.facts.model.PortBinding;
import io.safeops.facts.model.Route;
import io.safeops.facts.model.RouterPort;
import io.safeops.facts.model.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compares two clusters within a footprint. Each side becomes a map of things to what is said of
 * them, in words; two maps are easily compared, and a difference is a sentence.
 */
final class FootprintDiff {

  /**
   * No content: Neutron counts its own writes, we sign ours, and ovn-controller says when it last
   * did something (OVN source, controller/if-status.c).
   */
  private static final List<String> NO_CONTENT =
      List.of(Ovsdb.MARK, "neutron:revision_number", "ovn-installed-ts");

  private final Footprint footprint;
  private final Cluster cluster;
  private final Map<String, String> said = new TreeMap<>();

  private FootprintDiff(Footprint footprint, Cluster cluster) {
    this.footprint = footprint;
    this.cluster = cluster;
  }

  static List<String> of(Footprint footprint, Cluster before, Cluster after) {
    Map<String, String> was = new FootprintDiff(footprint, before).describe();
    Map<String, String> is = new FootprintDiff(footprint, after).describe();
    List<String> networks = NeutronContent.names(before, footprint.networks());
    was.putAll(NeutronContent.of(before, footprint.routers(), networks));
    is.putAll(NeutronContent.of(after, footprint.routers(), networks));
    TreeSet<String> things = new TreeSet<>(was.keySet());
    things.addAll(is.keySet());
    List<String> differences = new ArrayList<>();
    for (String thing : things) {
      String one = was.get(thing);
      String other = is.get(thing);
      if (one == null) {
        differences.add(thing + ": new, " + other);
      } else if (other == null) {
        differences.add(thing + ": gone, was " + one);
      } else if (!one.equals(other)) {
        differences.add(thing + ": was " + one + ", is " + other);
      }
    }
    return differences;
  }

  private Map<String, String> describe() {
    if (!footprint.switches().isEmpty()
        || !footprint.physnets().isEmpty()
        || !footprint.ports().isEmpty()) {
      said.put(
          "the Northbound",
          cluster
              .northbound()
              .map(status -> status.problem().map(why -> "not read: " + why).orElse("read"))
              .orElse("not read"));
    }
    footprint.switches().forEach(this::logicalSwitch);
    localnetsOnPhysnets();
    cluster.nodes().forEach(this::node);
    for (NodeItem place : footprint.bridges()) {
      cluster.node(place.node()).ifPresent(node -> bridge(node, place.name()));
    }
    for (NodeItem place : footprint.components()) {
      cluster
          .node(place.node())
          .flatMap(node -> node.component(place.name()))
          .ifPresent(component -> component(place, component));
    }
    footprint.hosts().forEach(name -> cluster.node(name).ifPresent(this::host));
    footprint.ports().forEach(this::vm);
    cluster.getRouterPorts().forEach(this::routerPort);
    footprint.chassis().forEach(name -> cluster.node(name).ifPresent(this::chassis));
    return said;
  }

  private void routerPort(RouterPort port) {
    if (footprint.rows().contains(RowKey.northbound("Logical_Router_Port", port.name()))) {
      said.put(
          "router port " + port.name() + " of router " + port.routerName(),
          "gateway chassis "
              + port.gatewayChassis().stream()
                  .map(each -> each.chassisName() + " " + each.priority())
                  .toList()
              + port.chassisGroup().map(group -> " HA chassis group " + group).orElse(""));
    }
  }

  private void host(Node node) {
    said.put("external ids of " + node.name(), node.externalIds().toString());
    node.mappings().forEach(mapping -> mapping(node, mapping));
    node.bridges().forEach(bridge -> bridge(node, bridge.name()));
    node.components().forEach(each -> component(new NodeItem(node.name(), each.name()), each));
    node.nics().forEach(nic -> nic(node, nic));
    for (Route route : node.routes()) {
      said.put(
          "route to " + route.destination() + " metric " + route.metric() + " on " + node.name(),
          "by " + route.device() + route.gateway().map(gateway -> " over " + gateway).orElse(""));
    }
  }

  private void vm(String name) {
    cluster.getPorts().stream().filter(port -> port.name().equals(name)).forEach(this::port);
    for (PortBinding binding : cluster.bindings()) {
      if (binding.logicalPort().equals(name) && binding.chassis().isPresent()) {
        said.put(
            "binding of " + name,
            "on " + nodeOf(binding.chassis().get()) + (binding.up() ? ", up" : ", not up"));
      }
    }
    for (Bridge bridge : cluster.getBridges()) {
      for (BridgePort port : bridge.ports()) {
        if (port.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(name)) {
          said.merge(
              "interface of " + name,
              port.name() + " on " + bridge.node() + (port.isAttached() ? "" : ", not attached"),
              (one, other) -> one + " and " + other);
        }
      }
    }
  }

  private void chassis(Node node) {
    said.put("external ids of " + node.name(), node.externalIds().toString());
    node.mappings().forEach(mapping -> mapping(node, mapping));
    node.component("controller")
        .ifPresent(each -> component(new NodeItem(node.name(), each.name()), each));
    for (Chassis chassis : cluster.chassis()) {
      if (chassis.node().equals(Optional.of(node.name()))) {
        said.put(
            "chassis of " + node.name() + " in the Southbound",
            "tunnel ends " + chassis.encaps() + " mappings " + chassis.mappings());
        cluster.nodes().forEach(each -> tunnels(each, chassis, node.name()));
      } else {
        tunnels(node, chassis, chassis.node().orElse(chassis.hostname()));
      }
    }
  }

  /** Their names are numbered as they are made: no content. */
  private void tunnels(Node from, Chassis chassis, String to) {
    String ends =
        from.bridges().stream()
            .flatMap(bridge -> bridge.ports().stream())
            .filter(port -> port.isTunnelTo(chassis))
            .map(port -> port.kind() + " to " + port.getRemoteIp())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!ends.isEmpty()) {
      said.put("tunnel from " + from.name() + " to " + to, ends);
    }
  }

  private void logicalSwitch(String name) {
    for (LogicalSwitch each : cluster.switches()) {
      if (!each.name().equals(name)) {
        continue;
      }
      said.put(
          "switch " + name,
          "external_ids " + content(each.externalIds()) + " other_config " + each.otherConfig());
      each.ports().forEach(this::port);
    }
    for (PortBinding binding : cluster.bindings()) {
      if (binding.switchName().equals(name) && binding.chassis().isPresent()) {
        said.put(
            "binding of " + binding.logicalPort(),
            "on " + nodeOf(binding.chassis().get()) + " as `" + binding.type() + "`");
      }
    }
  }

  private String nodeOf(String chassis) {
    return cluster.chassisNamed(chassis).flatMap(each -> each.node()).orElse(chassis);
  }

  private void localnetsOnPhysnets() {
    for (LogicalPort localnet : cluster.getLocalnets()) {
      if (footprint.physnets().contains(localnet.getNetworkName())) {
        port(localnet);
      }
    }
  }

  private void port(LogicalPort port) {
    Map<String, String> rest = new TreeMap<>(port.rest());
    rest.remove("dynamic_addresses");
    if (cluster.row(RowKey.northbound(Ovsdb.PORTS, port.name())).isPresent()) {
      // In the whole row a reference is compared by what it names.
      rest.values().removeIf(value -> value.contains("[\"uuid\","));
    }
    said.put(
        "port " + port.name() + " of switch " + port.switchName(),
        "type `"
            + port.type()
            + "` tag "
            + port.tag().map(String::valueOf).orElse("none")
            + " addresses "
            + port.addresses()
            + " port_security "
            + port.portSecurity()
            + " options "
            + port.options()
            + " external_ids "
            + content(port.externalIds())
            + (rest.isEmpty() ? "" : " and " + rest));
  }

  private static Map<String, String> content(Map<String, String> externalIds) {
    Map<String, String> content = new TreeMap<>(externalIds);
    content.keySet().removeAll(NO_CONTENT);
    return content;
  }

  private void node(Node node) {
    boolean concerned =
        footprint.bridges().stream().anyMatch(place -> place.node().equals(node.name()))
            || footprint.hosts().contains(node.name())
            || footprint.chassis().contains(node.name())
            || footprint.components().stream().anyMatch(place -> place.node().equals(node.name()))
            || node.mappings().stream()
                .anyMatch(mapping -> footprint.physnets().contains(mapping.physnet()));
    if (!concerned) {
      return;
    }
    said.put(
        "node " + node.name(),
        node.unreachable()
            .map(why -> "not read: " + why)
            .or(() -> node.absent().map(why -> "absent: " + why))
            .orElse(node.problems().isEmpty() ? "read" : "read in part: " + node.problems()));
    node.mappings().stream()
        .filter(mapping -> footprint.physnets().contains(mapping.physnet()))
        .forEach(mapping -> mapping(node, mapping));
    ManagementPath path = node.managementPath();
    if (path.isKnown()) {
      said.put(
          "management path of " + node.name(),
          path.device() + " through " + path.bridges() + " to " + path.uplinks());
    }
    node.bridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> concerns(port.getLocalnet()))
        .forEach(port -> bridgePort(node, port));
  }

  private void mapping(Node node, BridgeMapping mapping) {
    said.put(
        "mapping of " + mapping.physnet() + " on " + node.name(),
        mapping.bridge() + (mapping.bridgePresent() ? "" : ", which is missing"));
  }

  /**
   * Patch ports of the footprint's localnets, and of localnets that no switch has: these are left
   * over, and a loop goes on through them.
   */
  private boolean concerns(String localnet) {
    if (localnet.isEmpty() || (footprint.switches().isEmpty() && footprint.physnets().isEmpty())) {
      return false;
    }
    Optional<LogicalPort> row =
        cluster.getLocalnets().stream().filter(port -> port.name().equals(localnet)).findFirst();
    return row.isEmpty()
        || footprint.switches().contains(row.get().switchName())
        || footprint.physnets().contains(row.get().getNetworkName());
  }

  private void bridge(Node node, String name) {
    node.bridge(name)
        .ifPresent(
            bridge -> {
              said.put(
                  "bridge " + name + " on " + node.name(),
                  bridge.datapathType()
                      + " fail_mode `"
                      + bridge.failMode()
                      + "` protocols "
                      + bridge.protocols());
              bridge.ports().stream()
                  // What other footprints' localnets do here is theirs.
                  .filter(port -> port.getLocalnet().isEmpty())
                  .forEach(port -> bridgePort(node, port));
            });
  }

  private void bridgePort(Node node, BridgePort port) {
    said.put(
        "port " + port.name() + " of bridge " + port.bridge() + " on " + node.name(),
        port.kind()
            + " tag "
            + port.tag().map(String::valueOf).orElse("none")
            + port.peer().map(peer -> " peer " + peer).orElse("")
            + (port.isAttached() ? "" : " not attached")
            + " external_ids "
            + content(port.externalIds()));
    for (String name : port.interfaces()) {
      node.nic(name).ifPresent(nic -> nic(node, nic));
    }
  }

  private void nic(Node node, Nic nic) {
    said.put(
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

  private void component(NodeItem place, Component component) {
    said.put(
        "component " + place.name() + " on " + place.node(),
        component.unit()
            + (component.isActive() ? " active" : " not active")
            + (component.listeners().isEmpty()
                ? ""
                : " listens on " + component.listeners().stream().sorted().toList())
            + (component.connection().isEmpty() ? "" : " " + component.connection())
            + component.status().map(status -> " says " + status).orElse(""));
    if (place.name().equals("controller")
        && cluster.southbound().filter(DatabaseStatus::isReadable).isPresent()) {
      said.put(
          "chassis of " + place.node(),
          cluster.chassis().stream()
              .filter(chassis -> chassis.node().filter(place.node()::equals).isPresent())
              .map(chassis -> chassis.name() + " " + chassis.encaps())
              .findFirst()
              .orElse("none"));
    }
  }
}
