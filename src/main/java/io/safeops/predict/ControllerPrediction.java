package io.safeops.predict;

import io.safeops.facts.derive.ClusterFields;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.ControllerVersion;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Predicts what the ovn-controller of a node makes of a change of its Open_vSwitch database: the
 * row of its chassis, tunnels, patch ports and the ports of VMs (OVN source, controller/chassis.c,
 * encaps.c, patch.c and binding.c). A tunnel or a patch port that somebody else deletes stays
 * predicted as gone, although ovn-controller soon makes it again: until then packets are lost.
 */
public final class ControllerPrediction {

  private static final String REMOTE = "ovn-remote";
  private static final String ENCAP_IP = "ovn-encap-ip";
  private static final String ENCAP_TYPE = "ovn-encap-type";
  private static final String ZONES = "ovn-transport-zones";
  private static final String HOSTNAME = "hostname";
  private static final String CMS_OPTIONS = "ovn-cms-options";
  private static final String INTERCONNECTION = "ovn-is-interconn";
  private static final String NORTHD_VERSION = "northd_internal_version";

  private final Cluster before;
  private final Cluster changed;
  private final Node was;
  private final Node now;

  private ControllerPrediction(Cluster before, Cluster changed, Node was, Node now) {
    this.before = before;
    this.changed = changed;
    this.was = was;
    this.now = now;
  }

  /**
   * The facts once ovn-controller has followed.
   *
   * @param before the facts before the change
   * @param changed the same with the changed node
   */
  public static Cluster of(Cluster before, Cluster changed, String node) {
    Optional<Node> was = before.node(node);
    Optional<Node> now = changed.node(node);
    return was.isEmpty() || now.isEmpty() || was.equals(now)
        ? changed
        : new ControllerPrediction(before, changed, was.get(), now.get()).after();
  }

  /**
   * Whether the ovn-controller of a node follows changes, as far as it is known: it runs and has
   * the Southbound.
   */
  public static boolean acts(Node node) {
    return node.isRead()
        && node.component(ComponentName.CONTROLLER)
            .map(each -> each.isActive() && each.isConnected() && isAnswering(each))
            .orElse(true)
        && Stream.of(ComponentName.VSWITCHD, ComponentName.OVSDB)
            .flatMap(name -> node.component(name).stream())
            .allMatch(each -> each.isActive() && isAnswering(each));
  }

  /** Whether its process is not stopped and does not stay silent. */
  static boolean isAnswering(Component component) {
    return !component.process().equals(Component.STOPPED)
        && !component.process().equals(Component.ZOMBIE)
        && !component.isUnanswering();
  }

  private Cluster after() {
    Cluster after = changed;
    if (isOther(REMOTE)) {
      List<String> known = ClusterFields.southboundRemotes(before);
      boolean found = now.getRemotes().stream().anyMatch(known::contains);
      after = after.withNode(now.name(), node -> connected(node, found));
    }
    // While it is cut off from the Southbound, or waits for another northd, it applies nothing.
    // Without a tunnel end it does not even look at its chassis (chassis_parse_ovs_config).
    boolean follows =
        after.node(now.name()).filter(ControllerPrediction::acts).isPresent()
            && !isGated(after, now)
            && !now.getEncapIps().isEmpty()
            && !now.getEncapTypes().isEmpty();
    if (!was.systemId().equals(now.systemId())) {
      return renamed(after);
    }
    return follows ? followed(after) : after;
  }

  private boolean isOther(String key) {
    return !was.setting(key).equals(now.setting(key));
  }

  private static Node connected(Node node, boolean found) {
    return node.withComponent(
        ComponentName.CONTROLLER.word(),
        each ->
            each.isActive()
                ? each.withConnection(found ? Component.CONNECTED : "not connected")
                : each);
  }

  /**
   * Whether ovn-controller is told to wait for a northd of its own version, and northd has another
   * one.
   */
  public static boolean isGated(Cluster cluster, Node node) {
    return node.setting("ovn-match-northd-version").filter("true"::equals).isPresent()
        && cluster
            .southbound()
            .filter(DatabaseStatus::isReadable)
            .flatMap(
                status ->
                    node.controllerVersion()
                        .flatMap(
                            (ControllerVersion version) ->
                                version.hasInternalVersion(
                                    status.options().getOrDefault(NORTHD_VERSION, ""))))
            .filter(same -> !same)
            .isPresent();
  }

  /**
   * The facts after another system-id. The old chassis stays with its ports; the new one cannot be
   * registered while the old one has the same tunnel end (ovn-sb(5): type and ip of an Encap are
   * unique).
   */
  private Cluster renamed(Cluster after) {
    return after.withChassis(
        after.chassis().stream()
            .map(
                each ->
                    now.systemId().equals(Optional.of(each.name()))
                        ? each.toBuilder().node(Optional.of(now.name())).build()
                        : each.node().equals(Optional.of(now.name()))
                            ? each.toBuilder().node(Optional.empty()).build()
                            : each)
            .toList());
  }

  private Cluster followed(Cluster unfollowed) {
    Cluster after = unfollowed;
    boolean tunnels = isOther(ENCAP_IP) || isOther(ENCAP_TYPE) || isOther(ZONES);
    if (bridge(was).isPresent() && bridge(now).isEmpty()) {
      after = after.withNode(now.name(), ControllerPrediction::withIntegrationBridge);
      tunnels = true;
    }
    after = withChassisRow(after);
    if (tunnels) {
      after = ChassisTunnels.withTunnels(after, now.name());
    }
    List<String> remapped = remapped(tunnels && bridge(now).isEmpty());
    if (!remapped.isEmpty()) {
      after = ChassisTunnels.withPatchPairs(after, now.name(), remapped);
    }
    after = PortBindingPrediction.predict(after, concernedPorts(after));
    return remapped.isEmpty()
        ? after
        : GatewayPrediction.settle(after, GatewayPrediction.portsOn(after, now.name()));
  }

  private static Optional<Bridge> bridge(Node node) {
    return node.bridge(node.getIntegrationBridge());
  }

  /** An integration bridge as ovn-controller makes it: without the ports of VMs. */
  private static Node withIntegrationBridge(Node node) {
    String name = node.getIntegrationBridge();
    Node after =
        VswitchPrediction.withBridge(
            node, name, node.setting("ovn-bridge-datapath-type").orElse("system"));
    return after.withBridge(
        name,
        bridge -> bridge.toBuilder().failMode(VswitchPrediction.SECURE).forwarding("").build());
  }

  private Cluster withChassisRow(Cluster cluster) {
    return cluster.withChassis(
        cluster.chassis().stream()
            .map(each -> each.node().equals(Optional.of(now.name())) ? row(each) : each)
            .toList());
  }

  private Chassis row(Chassis before) {
    Chassis.Builder row = before.toBuilder();
    if (isOther(ENCAP_IP) || isOther(ENCAP_TYPE)) {
      row.encaps(ChassisTunnels.encaps(now));
    }
    if (!mapped(was).equals(mapped(now))) {
      row.mappings(mapped(now));
    }
    if (!hostname(was).equals(hostname(now))) {
      row.hostname(hostname(now));
    }
    if (isOther(ZONES)) {
      row.transportZones(Optional.of(ChassisTunnels.zones(now)));
    }
    if (isOther(CMS_OPTIONS)) {
      UnaryOperator<Map<String, String>> copy =
          ids -> with(ids, CMS_OPTIONS, now.setting(CMS_OPTIONS));
      row.externalIds(copy.apply(before.externalIds())).otherConfig(before.otherConfig().map(copy));
    }
    if (isOther(INTERCONNECTION)) {
      row.otherConfig(
          before
              .otherConfig()
              .map(config -> with(config, "is-interconn", now.setting(INTERCONNECTION))));
    }
    return row.build();
  }

  private static Map<String, String> with(
      Map<String, String> ids, String key, Optional<String> value) {
    Map<String, String> after = new TreeMap<>(ids);
    after.remove(key);
    value.ifPresent(text -> after.put(key, text));
    return after;
  }

  /** The host name that ovn-controller writes for its chassis (OVN source, get_hostname). */
  private static String hostname(Node node) {
    return node.setting(HOSTNAME).orElse(node.hostname());
  }

  private static Map<String, String> mapped(Node node) {
    Map<String, String> mapped = new TreeMap<>();
    node.mappings().forEach(mapping -> mapped.put(mapping.physnet(), mapping.bridge()));
    return mapped;
  }

  /**
   * The physnets that lead to another bridge than before, or to none.
   *
   * @param all whether every patch pair is new, because the integration bridge is
   */
  private List<String> remapped(boolean all) {
    return Stream.of(was, now)
        .flatMap(node -> node.mappings().stream())
        .map(BridgeMapping::physnet)
        .distinct()
        .filter(physnet -> all || !was.mappedBridge(physnet).equals(now.mappedBridge(physnet)))
        .sorted()
        .toList();
  }

  /**
   * The logical ports whose interface was plugged in, pulled out or detached here, and those that
   * are requested by a host name if that has changed.
   */
  private List<String> concernedPorts(Cluster after) {
    Map<String, Set<String>> before = plugged(was);
    Map<String, Set<String>> plugged = plugged(now);
    Set<String> concerned = new TreeSet<>(before.keySet());
    concerned.addAll(plugged.keySet());
    concerned.removeIf(id -> Objects.equals(before.get(id), plugged.get(id)));
    if (!hostname(was).equals(hostname(now))) {
      Set<String> here = new TreeSet<>(before.keySet());
      here.addAll(plugged.keySet());
      after.getPorts().stream()
          .filter(port -> here.contains(port.name()) && !port.getRequested().isEmpty())
          .map(LogicalPort::name)
          .forEach(concerned::add);
    }
    return new ArrayList<>(concerned);
  }

  /** The attached interfaces by their {@code iface-id}. */
  private static Map<String, Set<String>> plugged(Node node) {
    return bridge(node).stream()
        .flatMap(bridge -> bridge.ports().stream())
        .filter(BridgePort::isAttached)
        .filter(port -> port.externalIds().containsKey(BridgePort.IFACE_ID))
        .collect(
            Collectors.groupingBy(
                port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""),
                Collectors.mapping(BridgePort::name, Collectors.toSet())));
  }

  /** The words of a list in a setting. */
  static List<String> words(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(String::trim)
        .filter(word -> !word.isEmpty())
        .sorted()
        .toList();
  }
}
