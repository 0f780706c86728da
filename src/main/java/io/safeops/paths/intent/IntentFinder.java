package io.safeops.paths.intent;

import io.safeops.facts.derive.ProviderNetworks;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.model.NameIndexes.PhysicalSegment;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.paths.intent.Intent.Leg;
import io.safeops.paths.intent.Intent.Meant;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what should get through in one cluster. */
final class IntentFinder {

  /** The type of a port of a VM that has a virtual function of a NIC (SR-IOV). */
  private static final String EXTERNAL = "external";

  /** The components of which a cluster may have several. Each is meant to act. */
  private static final List<ComponentName> REDUNDANT =
      List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND, ComponentName.NORTHD);

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
  private final Set<Unmodelled> notModelled = new LinkedHashSet<>();
  private final RouterChains chains;
  private final Map<LogicalRouter, List<RouterPort>> gatewayPorts = new IdentityHashMap<>();

  IntentFinder(Cluster cluster) {
    this.cluster = cluster;
    this.chains = new RouterChains(cluster);
    this.carriers = Intents.carried(cluster);
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
          missingRouterPorts.computeIfAbsent(port.switchName(), any -> new ArrayList<>()).add(name);
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
    for (String name : cluster.policyRouters().orElse(List.of())) {
      notModelled.add(new Unmodelled(Unmodelled.Kind.POLICIES, name));
    }
    for (String name : cluster.loadBalancers().orElse(List.of())) {
      notModelled.add(new Unmodelled(Unmodelled.Kind.LOAD_BALANCER, name));
    }
    for (String name : List.of("Northbound", "Southbound", "northd")) {
      if (!cluster.nodes().isEmpty()) {
        add(new Intent(PathKind.CONTROL, name, name, "", "", Meant.NOTHING));
      }
    }
    return new Intents(
        List.copyOf(found.values()),
        idle,
        List.copyOf(notModelled),
        unexplained(),
        List.of(),
        interfaces(),
        PhysnetUplinks.of(cluster),
        RouterPlaces.of(cluster));
  }

  private Map<String, Intents.Attachment> interfaces() {
    Map<String, Intents.Attachment> interfaces = new HashMap<>();
    vmPorts.forEach(
        (name, port) -> {
          if (port.isFound()) {
            interfaces.put(name, new Intents.Attachment(port.host(), port.interfaceName()));
          }
        });
    return interfaces;
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
      case "localnet", "router" -> {}
      case LogicalPort.LOCALPORT ->
          notModelled.add(new Unmodelled(Unmodelled.Kind.METADATA, networkName(port.switchName())));
      default ->
          notModelled.add(new Unmodelled(Unmodelled.Kind.PORT, port.name() + ", " + port.type()));
    }
  }

  private String networkName(String switchName) {
    return cluster
        .switchNamed(switchName)
        .map(each -> each.externalIds().getOrDefault("neutron:network_name", switchName))
        .orElse(switchName);
  }

  private boolean isUsed(LogicalPort row) {
    String carried = row.getParentName().orElse(row.name());
    Optional<VmPort> vm = Optional.ofNullable(vmPorts.get(carried));
    Optional<PortBinding> binding = Optional.ofNullable(bindings.get(row.name()));
    return vm.map(VmPort::isFound).orElse(false)
        || carriers.contains(row.name())
        || (row.type().isEmpty() && StrayInterface.of(cluster, carried).isPresent())
        || binding.filter(PortBinding::isBound).isPresent()
        || (row.up() && row.type().isEmpty())
        || (row.type().equals(EXTERNAL) && isWanted(row));
  }

  /** Whether a VM with a VF should have the port, although no chassis holds it. */
  private static boolean isWanted(LogicalPort row) {
    return row.up()
        || !row.getRequested().isEmpty()
        || row.rest().containsKey("ha_chassis_group")
        || !row.externalIds().getOrDefault("neutron:host_id", "").isEmpty();
  }

  private void end(LogicalPort port) {
    String name = port.externalIds().getOrDefault("neutron:port_name", "");
    String shown = name.isEmpty() ? port.name() : name;
    String switchName = port.switchName();
    List<PhysicalSegment> lan = segments.getOrDefault(switchName, List.of());
    Meant meant = Meant.of(lan, port.addresses());
    // The frames of a VF do not pass OVN. The holder of its port answers DHCP and routes for it
    // (ovn-nb(5)).
    if (!port.type().equals(EXTERNAL)) {
      PathKind kind = providers.contains(switchName) ? PathKind.PROVIDER : PathKind.SWITCH;
      add(new Intent(kind, port.name(), shown, switchName, "", meant));
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
   * Whether an end uses a router port: they have a network in common. A router port whose networks
   * no end of the switch has is meant for all of them, and wrong.
   */
  private boolean isFor(RouterPort router, LogicalPort port) {
    List<String> ips = Subnets.ips(port.addresses());
    return ips.isEmpty()
        || serves(router, ips)
        || !served.computeIfAbsent(
            router.name() + " " + port.switchName(), any -> servesSome(router, port.switchName()));
  }

  private boolean servesSome(RouterPort router, String switchName) {
    return cluster.switchNamed(switchName).stream()
        .flatMap(each -> each.ports().stream())
        .filter(each -> Intents.OF_ENDS.contains(each.type()))
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
    if (!gatewayPorts(router).isEmpty()) {
      outside(port, shown, inner, router, List.of());
      return;
    }
    chains
        .from(router, Subnets.ips(port.addresses()), each -> !gatewayPorts(each).isEmpty())
        .ifPresentOrElse(
            chain -> outside(port, shown, inner, chain.last(), chain.legs()),
            () -> {
              if (chains.hasNeighbour(router)) {
                notModelled.add(
                    new Unmodelled(Unmodelled.Kind.SECOND_ROUTER, "router " + router.name()));
              }
            });
  }

  /** Through the gateways of that router, which is the end's own or the last one of a chain. */
  private void outside(
      LogicalPort port, String shown, RouterPort inner, LogicalRouter router, List<Leg> legs) {
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
                  .by(inner.name())
                  .via(legs)));
    }
  }

  /** The ports of a router behind which is a provider network, or that a chassis carries. */
  private List<RouterPort> gatewayPorts(LogicalRouter router) {
    return gatewayPorts.computeIfAbsent(router, this::findGatewayPorts);
  }

  private List<RouterPort> findGatewayPorts(LogicalRouter router) {
    return router.ports().stream()
        .filter(
            port ->
                !port.gatewayChassis().isEmpty()
                    || port.chassisGroup().isPresent()
                    || bindings.containsKey(port.getRedirectPort())
                    || (!router.getChassis().isEmpty()
                        && providers.contains(switchOf.getOrDefault(port.name(), ""))))
        .filter(port -> leadsOut(router, port))
        .toList();
  }

  /**
   * Whether something is behind a port that a chassis carries. ovn-kubernetes names a gateway
   * chassis for the ports to the switches of its nodes, too.
   */
  private boolean leadsOut(LogicalRouter router, RouterPort port) {
    return providers.contains(switchOf.getOrDefault(port.name(), ""))
        || router.routes().isEmpty()
        || router.routes().get().stream()
            .anyMatch(
                route ->
                    port.networks().stream()
                        .anyMatch(each -> Subnets.covers(each, route.nexthop())));
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
    if (isChassis(node)) {
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

  /** Not every node with the package of ovn-controller uses it: a central node may have both. */
  private boolean isChassis(Node node) {
    return node.hasRole("chassis")
        || node.systemId().flatMap(cluster::chassisNamed).isPresent()
        || node.component(ComponentName.CONTROLLER).filter(Component::isActive).isPresent();
  }

  /** On how many nodes a component is. */
  private int carriers(ComponentName name) {
    return NameIndexes.COMPONENTS_NAMED
        .of(cluster.nodes())
        .getOrDefault(name.word(), List.of())
        .size();
  }

  private List<Intents.Unexplained> unexplained() {
    if (cluster.northbound().filter(each -> each.isReadable()).isEmpty()) {
      return List.of();
    }
    Set<String> ports = new HashSet<>();
    cluster.getPorts().forEach(port -> ports.add(port.name()));
    // The interface of a VM's port explains itself: the port is what is cut off.
    Set<String> ofVms = new HashSet<>();
    vmPorts.values().forEach(each -> ofVms.add(each.host() + " " + each.interfaceName()));
    List<Intents.Unexplained> unexplained = new ArrayList<>();
    for (Node node : cluster.nodes()) {
      for (var bridge : node.bridge(node.getIntegrationBridge()).stream().toList()) {
        for (BridgePort port : bridge.ports()) {
          String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
          if (!id.isEmpty()
              && !ports.contains(id)
              && port.isAttached()
              && !ofVms.contains(node.name() + " " + port.name())) {
            unexplained.add(new Intents.Unexplained(port.name(), node.name(), id));
          }
        }
      }
    }
    return unexplained;
  }
}
