package io.safeops.paths.intent;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.derive.ProviderNetworks;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.paths.intent.Intent.Meant;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What should get through in a cluster: every end in use with every peer that it was given, by
 * Neutron where it was asked, else by the Northbound and the settings of the chassis.
 *
 * @param all in the order of the facts, each key once
 * @param idle how many logical ports are not in use: VMs that are off, ports that were never bound
 * @param notModelled how many logical ports are of a type that the model does not have
 * @param unexplained interfaces whose {@code iface-id} names no port of the Northbound
 * @param gone how many ends of an earlier picture have neither a port nor an interface any more
 * @param uplinks by which the nodes reached the LANs
 */
public record Intents(
    List<Intent> all,
    long idle,
    long notModelled,
    List<Unexplained> unexplained,
    long gone,
    PhysnetUplinks uplinks) {

  /** An interface of a node of which nobody knows what was meant. */
  public record Unexplained(String name, String node, String id) {

    /** For people: {@code tap0 of net (ID)}. */
    public String text() {
      return name + " of " + node + " (" + id + ")";
    }
  }

  /** The types of logical ports that can be ends. */
  private static final Set<String> OF_ENDS = Set.of("", "external", "virtual");

  /** The components of which a cluster may have several. Each is meant to act. */
  private static final List<ComponentName> REDUNDANT =
      List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND, ComponentName.NORTHD);

  private static final IdentityCache<Cluster, Intents> KNOWN =
      new IdentityCache<>(cluster -> new Finder(cluster).find());

  private static final IdentityCache<Intents, Set<String>> SWITCHES =
      new IdentityCache<>(
          intents ->
              intents.all.stream()
                  .map(Intent::switchName)
                  .filter(name -> !name.isEmpty())
                  .collect(Collectors.toSet()));

  public Intents {
    all = List.copyOf(all);
    unexplained = List.copyOf(unexplained);
  }

  public static Intents of(Cluster cluster) {
    return KNOWN.of(cluster);
  }

  /** The switches with an end in use, and those on which a router has its gateway. */
  public Set<String> switches() {
    return SWITCHES.of(this);
  }

  /**
   * A copy of a cluster that is asked for these, and not for what its own facts say. All that
   * judges the copy judges these.
   */
  public static Cluster asked(Cluster cluster, Intents intents) {
    Cluster copy = cluster.toBuilder().build();
    KNOWN.put(copy, intents);
    return copy;
  }

  /**
   * These, and those of an earlier picture. A port that is gone together with its interface was
   * deleted: it is only counted.
   *
   * @param now the cluster of these
   */
  public Intents with(Intents earlier, Cluster now) {
    Set<String> onProvider = new HashSet<>();
    Set<String> inTunnels = new HashSet<>();
    for (Intent each : earlier.all) {
      if (each.kind() == PathKind.SWITCH) {
        inTunnels.add(each.end());
      }
      if (each.kind() == PathKind.PROVIDER) {
        onProvider.add(each.end());
      }
    }
    Map<String, Intent> merged = new LinkedHashMap<>();
    Set<String> used = new HashSet<>();
    for (Intent each : all) {
      if (each.isOfPort()) {
        used.add(each.end());
      }
      // The switch has lost its localnet: its ends did not need tunnels. Or it has never had one,
      // and
      // only its MTU looks like that of a provider network now.
      boolean other =
          each.kind() == PathKind.SWITCH
              ? onProvider.contains(each.end())
              : each.kind() == PathKind.PROVIDER
                  && each.meant().segments().isEmpty()
                  && inTunnels.contains(each.end());
      if (!other) {
        merged.put(each.key(), each);
      }
    }
    boolean read = now.northbound().filter(each -> each.isReadable()).isPresent();
    Map<String, String> types = new HashMap<>();
    now.getPorts().forEach(port -> types.putIfAbsent(port.name(), port.type()));
    Set<String> carried = carried(now);
    Set<String> deleted = new HashSet<>();
    Set<String> asked = new HashSet<>();
    Set<String> notIdle = new HashSet<>();
    for (Intent each : earlier.all) {
      String end = each.end();
      if (each.isOfPort() && read && !types.containsKey(end) && !carried.contains(end)) {
        deleted.add(end);
        continue;
      }
      if (each.isOfPort()
          && !used.contains(end)
          && OF_ENDS.contains(types.getOrDefault(end, "-"))) {
        notIdle.add(end);
      }
      asked.add(end);
      merged.merge(each.key(), each, Intent::with);
    }
    return new Intents(
        List.copyOf(merged.values()),
        Math.max(0, idle - notIdle.size()),
        notModelled,
        unexplained.stream().filter(each -> !asked.contains(each.id())).toList(),
        deleted.size(),
        uplinks.after(earlier.uplinks));
  }

  /** The {@code iface-id} of all interfaces. */
  private static Set<String> carried(Cluster cluster) {
    Set<String> carried = new HashSet<>();
    for (Node node : cluster.nodes()) {
      node.bridge(node.getIntegrationBridge()).stream()
          .flatMap(bridge -> bridge.ports().stream())
          .map(port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""))
          .forEach(carried::add);
    }
    return carried;
  }

  /** Finds them in one cluster. */
  private static final class Finder {
    private final Cluster cluster;
    private final Set<String> carriers;
    private final Map<String, Intent> found = new LinkedHashMap<>();
    private final Map<String, VmPort> vmPorts = new HashMap<>();
    private final Map<String, PortBinding> bindings = new HashMap<>();
    private final Map<String, List<PhysicalSegment>> segments = new HashMap<>();
    private final Set<String> providers = new HashSet<>();
    private final Map<String, List<RouterPort>> routerPortsOf = new HashMap<>();
    private final Map<String, List<String>> missingRouterPorts = new HashMap<>();
    private final Map<String, Boolean> served = new HashMap<>();
    private final Map<String, LogicalRouter> routerOf = new HashMap<>();
    private final Map<String, String> switchOf = new HashMap<>();
    private long idle;
    private long notModelled;

    Finder(Cluster cluster) {
      this.cluster = cluster;
      this.carriers = carried(cluster);
      VmPorts.of(cluster).forEach(port -> vmPorts.putIfAbsent(port.name(), port));
      cluster.bindings().forEach(each -> bindings.putIfAbsent(each.logicalPort(), each));
      ProviderNetworks.of(cluster).switches().forEach(each -> providers.add(each.name()));
      for (LogicalSwitch each : cluster.switches()) {
        segments.putIfAbsent(each.name(), segmentsOf(each));
      }
      Map<String, RouterPort> byName = new HashMap<>();
      for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
        for (RouterPort port : router.ports()) {
          byName.putIfAbsent(port.name(), port);
          routerOf.putIfAbsent(port.name(), router);
        }
      }
      for (LogicalPort port : cluster.getPorts()) {
        if (port.type().equals(LogicalPort.ROUTER)) {
          String name = port.options().getOrDefault("router-port", "");
          switchOf.putIfAbsent(name, port.switchName());
          if (byName.containsKey(name)) {
            routerPortsOf
                .computeIfAbsent(port.switchName(), any -> new ArrayList<>())
                .add(byName.get(name));
          } else if (cluster.logicalRouters().isPresent() && !name.isEmpty()) {
            missingRouterPorts
                .computeIfAbsent(port.switchName(), any -> new ArrayList<>())
                .add(name);
          }
        }
      }
    }

    Intents find() {
      for (LogicalPort port : cluster.getPorts()) {
        port(port);
      }
      for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
        for (RouterPort port : gatewayPorts(router)) {
          String external = switchOf.getOrDefault(port.name(), "");
          add(
              new Intent(
                  PathKind.OUTSIDE,
                  port.name(),
                  "router " + router.name(),
                  external,
                  port.name(),
                  Meant.of(segments.getOrDefault(external, List.of()), List.of())
                      .through(List.of(), router.routes().orElse(List.of()))));
        }
      }
      for (Node node : cluster.nodes()) {
        node(node);
      }
      for (String name : List.of("Northbound", "Southbound", "northd")) {
        if (!cluster.nodes().isEmpty()) {
          add(new Intent(PathKind.CONTROL, name, name, "", "", Meant.NOTHING));
        }
      }
      return new Intents(
          List.copyOf(found.values()),
          idle,
          notModelled,
          unexplained(),
          0,
          PhysnetUplinks.of(cluster));
    }

    private void add(Intent intent) {
      found.putIfAbsent(intent.key(), intent);
    }

    /** The LANs of a switch: Neutron's word, else the localnets. */
    private List<PhysicalSegment> segmentsOf(LogicalSwitch row) {
      List<NeutronSegment> asked = ProviderNetworks.of(cluster).segmentsOf(row.name());
      if (!asked.isEmpty()) {
        return asked.stream()
            .map(each -> new PhysicalSegment(each.physnet().orElse(""), each.tag().orElse(0L)))
            .distinct()
            .toList();
      }
      return row.getLocalnets().stream()
          .map(each -> new PhysicalSegment(each.getNetworkName(), each.tag().orElse(0L)))
          .distinct()
          .toList();
    }

    private void port(LogicalPort port) {
      switch (port.type()) {
        case "", "external", "virtual" -> {
          if (isUsed(port)) {
            end(port);
          } else {
            idle++;
          }
        }
        case "localnet", "router", "localport" -> {}
        default -> notModelled++;
      }
    }

    private boolean isUsed(LogicalPort row) {
      String carried = row.getParentName().orElse(row.name());
      Optional<VmPort> vm = Optional.ofNullable(vmPorts.get(carried));
      Optional<PortBinding> binding = Optional.ofNullable(bindings.get(row.name()));
      return vm.map(VmPort::isFound).orElse(false)
          || carriers.contains(row.name())
          || (row.type().isEmpty() && StrayInterface.of(cluster, carried).isPresent())
          || binding.filter(PortBinding::isBound).isPresent()
          || (row.up() && row.type().isEmpty());
    }

    private void end(LogicalPort port) {
      String name = port.externalIds().getOrDefault("neutron:port_name", "");
      String shown = name.isEmpty() ? port.name() : name;
      String switchName = port.switchName();
      List<PhysicalSegment> lan = segments.getOrDefault(switchName, List.of());
      Meant meant = Meant.of(lan, port.addresses());
      if (providers.contains(switchName)) {
        add(new Intent(PathKind.PROVIDER, port.name(), shown, switchName, "", meant));
      } else {
        add(new Intent(PathKind.SWITCH, port.name(), shown, switchName, "", meant));
      }
      for (String missing : missingRouterPorts.getOrDefault(switchName, List.of())) {
        add(new Intent(PathKind.ROUTER, port.name(), shown, switchName, missing, meant));
      }
      for (RouterPort router : routerPortsOf.getOrDefault(switchName, List.of())) {
        if (!isFor(router, port)) {
          continue;
        }
        add(new Intent(PathKind.ROUTER, port.name(), shown, switchName, router.name(), meant));
        outside(port, shown, router);
      }
      if (port.getDhcpv4().isPresent() || port.getDhcpv6().isPresent()) {
        add(new Intent(PathKind.DHCP, port.name(), shown, switchName, "", meant));
      }
    }

    /**
     * Whether an end uses a router port: they have a network in common. A router port whose
     * networks no end of the switch has is meant for all of them, and wrong.
     */
    private boolean isFor(RouterPort router, LogicalPort port) {
      List<String> ips = Subnets.ips(port.addresses());
      return ips.isEmpty()
          || serves(router, ips)
          || !served.computeIfAbsent(
              router.name() + " " + port.switchName(),
              any -> servesSome(router, port.switchName()));
    }

    private boolean servesSome(RouterPort router, String switchName) {
      return cluster.switchNamed(switchName).stream()
          .flatMap(each -> each.ports().stream())
          .filter(each -> OF_ENDS.contains(each.type()))
          .anyMatch(each -> serves(router, Subnets.ips(each.addresses())));
    }

    private static boolean serves(RouterPort router, List<String> ips) {
      return router.networks().stream()
          .anyMatch(network -> ips.stream().anyMatch(ip -> Subnets.covers(network, ip)));
    }

    private void outside(LogicalPort port, String shown, RouterPort inner) {
      LogicalRouter router = routerOf.get(inner.name());
      if (router == null) {
        return;
      }
      for (RouterPort gateway : gatewayPorts(router)) {
        String external = switchOf.getOrDefault(gateway.name(), "");
        if (gateway.name().equals(inner.name()) || external.isEmpty()) {
          continue;
        }
        add(
            new Intent(
                PathKind.OUTSIDE,
                port.name(),
                shown,
                port.switchName(),
                gateway.name(),
                Meant.of(segments.getOrDefault(external, List.of()), port.addresses())
                    .through(natsOf(router, port), router.routes().orElse(List.of()))
                    .by(inner.name())));
      }
    }

    /** The ports of a router behind which is a provider network, or that a chassis carries. */
    private List<RouterPort> gatewayPorts(LogicalRouter router) {
      return router.ports().stream()
          .filter(
              port ->
                  !port.gatewayChassis().isEmpty()
                      || port.chassisGroup().isPresent()
                      || bindings.containsKey(port.getRedirectPort())
                      || (!router.getChassis().isEmpty()
                          && providers.contains(switchOf.getOrDefault(port.name(), ""))))
          .toList();
    }

    private static List<RouterNat> natsOf(LogicalRouter router, LogicalPort port) {
      List<String> ips = Subnets.ips(port.addresses());
      List<RouterNat> all =
          router.nats().orElse(List.of()).stream()
              .filter(nat -> ips.stream().anyMatch(ip -> Subnets.covers(nat.logicalIp(), ip)))
              .toList();
      // An end with a floating IP leaves by that one (ovn-nb(5), NAT: dnat_and_snat).
      List<RouterNat> own = all.stream().filter(nat -> nat.type().equals("dnat_and_snat")).toList();
      return own.isEmpty() ? all : own;
    }

    private void node(Node node) {
      if (node.absent().isPresent()) {
        return;
      }
      add(new Intent(PathKind.OPERATOR, node.name(), node.name(), "", "", Meant.NOTHING));
      if (node.hasRole("chassis") || node.component(ComponentName.CONTROLLER).isPresent()) {
        add(new Intent(PathKind.SOUTHBOUND, node.name(), node.name(), "", "", Meant.NOTHING));
        add(new Intent(PathKind.CONTROL, node.name(), node.name(), "", "", Meant.NOTHING));
        add(new Intent(PathKind.OVERLAY, node.name(), node.name(), "", "", Meant.NOTHING));
      }
      for (ComponentName name : REDUNDANT) {
        if (node.component(name).isPresent() && carriers(name) > 1) {
          String member = name.word() + " on " + node.name();
          add(new Intent(PathKind.CONTROL, member, member, "", "", Meant.NOTHING));
        }
      }
    }

    /** On how many nodes a component is. */
    private int carriers(ComponentName name) {
      return NameIndexes.COMPONENTS_NAMED
          .of(cluster.nodes())
          .getOrDefault(name.word(), List.of())
          .size();
    }

    private List<Unexplained> unexplained() {
      if (cluster.northbound().filter(each -> each.isReadable()).isEmpty()) {
        return List.of();
      }
      Set<String> ports = new HashSet<>();
      cluster.getPorts().forEach(port -> ports.add(port.name()));
      // The interface of a VM's port explains itself: the port is what is cut off.
      Set<String> ofVms = new HashSet<>();
      vmPorts.values().forEach(each -> ofVms.add(each.host() + " " + each.interfaceName()));
      List<Unexplained> unexplained = new ArrayList<>();
      for (Node node : cluster.nodes()) {
        for (var bridge : node.bridge(node.getIntegrationBridge()).stream().toList()) {
          for (BridgePort port : bridge.ports()) {
            String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
            if (!id.isEmpty()
                && !ports.contains(id)
                && port.isAttached()
                && !ofVms.contains(node.name() + " " + port.name())) {
              unexplained.add(new Unexplained(port.name(), node.name(), id));
            }
          }
        }
      }
      return unexplained;
    }
  }
}
