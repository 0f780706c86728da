package io.safeops.facts.derive;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the interface of every VM's logical port. An interface that has lost its {@code iface-id}
 * is recognised by {@code attached-mac}, which Nova writes, or by the name that Neutron gives it.
 */
public final class VmPorts {

  private static final String IFACE_ID = "iface-id";

  private static final IdentityCache<Cluster, List<VmPort>> ALL =
      new IdentityCache<>(VmPorts::find);

  /** An interface on a node's integration bridge. */
  private record AttachedInterface(Node node, BridgePort port) {
    String carries() {
      return port.externalIds().getOrDefault(IFACE_ID, "");
    }
  }

  private final Cluster cluster;
  private final Map<String, List<AttachedInterface>> byId = new HashMap<>();
  private final Map<String, List<AttachedInterface>> byMac = new HashMap<>();
  private final Map<String, List<AttachedInterface>> byName = new HashMap<>();
  private final Map<String, LogicalPort> rows = new HashMap<>();
  private final Map<String, PortBinding> bindings = new HashMap<>();

  private VmPorts(Cluster cluster) {
    this.cluster = cluster;
    cluster.getPorts().forEach(port -> rows.put(port.name(), port));
    cluster.bindings().forEach(binding -> bindings.put(binding.logicalPort(), binding));
    for (Node node : cluster.nodes()) {
      for (Bridge bridge : node.bridge(node.getIntegrationBridge()).stream().toList()) {
        for (BridgePort port : bridge.ports()) {
          add(new AttachedInterface(node, port));
        }
      }
    }
  }

  private void add(AttachedInterface attachedInterface) {
    put(byId, attachedInterface.carries(), attachedInterface);
    put(
        byMac,
        lower(attachedInterface.port().externalIds().getOrDefault("attached-mac", "")),
        attachedInterface);
    put(byName, attachedInterface.port().name(), attachedInterface);
  }

  private static void put(
      Map<String, List<AttachedInterface>> places,
      String key,
      AttachedInterface attachedInterface) {
    if (!key.isEmpty()) {
      places.computeIfAbsent(key, any -> new ArrayList<>()).add(attachedInterface);
    }
  }

  public static List<VmPort> of(Cluster cluster) {
    return ALL.of(cluster);
  }

  private static List<VmPort> find(Cluster cluster) {
    VmPorts found = new VmPorts(cluster);
    return cluster.getPorts().stream().filter(VmPorts::isOfVm).map(found::port).toList();
  }

  /** A subport of a trunk is bound through its parent and has no interface of its own. */
  private static boolean isOfVm(LogicalPort port) {
    return port.type().isEmpty() && !port.rest().containsKey("parent_name");
  }

  private VmPort port(LogicalPort row) {
    Optional<PortBinding> binding = Optional.ofNullable(bindings.get(row.name()));
    String boundTo = binding.flatMap(PortBinding::chassis).map(this::nodeOf).orElse("");
    Optional<AttachedInterface> place = place(row, boundTo);
    return VmPort.builder(row.name(), row.switchName())
        .vm(row.externalIds().getOrDefault("neutron:port_name", row.name()))
        .enabled(row.enabled())
        .requested(row.getRequested())
        .boundTo(boundTo)
        .up(binding.map(PortBinding::up).orElse(false))
        .host(place.map(each -> each.node().name()).orElse(""))
        .interfaceName(place.map(each -> each.port().name()).orElse(""))
        .carries(place.map(AttachedInterface::carries).orElse(""))
        .attached(place.map(each -> each.port().isAttached()).orElse(false))
        .installed(place.map(each -> each.port().isInstalled()).orElse(false))
        .controlled(
            place
                .flatMap(each -> each.node().component(ComponentName.CONTROLLER))
                .map(Component::isConnected)
                .orElse(false))
        .hostnames(place.map(each -> hostnames(each.node())).orElse(List.of()))
        .build();
  }

  private Optional<AttachedInterface> place(LogicalPort row, String boundTo) {
    List<AttachedInterface> claiming = byId.getOrDefault(row.name(), List.of());
    if (!claiming.isEmpty()) {
      return claiming.stream()
          .filter(attachedInterface -> attachedInterface.node().name().equals(boundTo))
          .findFirst()
          .or(() -> claiming.stream().findFirst());
    }
    String tap = "tap" + row.name().substring(0, Math.min(11, row.name().length()));
    return Stream.concat(
            row.getMacs().stream()
                .flatMap(mac -> byMac.getOrDefault(lower(mac), List.of()).stream()),
            byName.getOrDefault(tap, List.of()).stream())
        .filter(attachedInterface -> !isRightlyOfAnother(attachedInterface))
        .findFirst();
  }

  /**
   * Two networks may use the same MAC. An interface whose {@code iface-id} names a port belongs to
   * that port.
   */
  private boolean isRightlyOfAnother(AttachedInterface attachedInterface) {
    LogicalPort carried = rows.get(attachedInterface.carries());
    String mac = lower(attachedInterface.port().externalIds().getOrDefault("attached-mac", ""));
    return carried != null
        && (mac.isEmpty() || carried.getMacs().stream().anyMatch(each -> lower(each).equals(mac)));
  }

  private String nodeOf(String chassis) {
    return cluster.chassisNamed(chassis).flatMap(Chassis::node).orElse(chassis);
  }

  /**
   * ovn-controller accepts the name of its chassis and the host name that it wrote there, and no
   * other (OVN source, lport_can_bind_on_this_chassis in controller/lport.c). That host name is
   * {@code external_ids:hostname}, or the host's own if that is not set.
   */
  private List<String> hostnames(Node node) {
    List<Chassis> rows = ClusterFunctions.chassisOf(cluster, node.name());
    Stream<String> names =
        rows.isEmpty()
            ? Stream.of(
                node.setting("hostname").orElse(node.hostname()), node.systemId().orElse(""))
            : rows.stream().flatMap(chassis -> Stream.of(chassis.hostname(), chassis.name()));
    return names.filter(name -> !name.isEmpty()).distinct().toList();
  }

  private static String lower(String mac) {
    return mac.toLowerCase(Locale.ROOT);
  }
}
