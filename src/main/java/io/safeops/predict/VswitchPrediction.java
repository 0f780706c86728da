package io.safeops.predict;

import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Predicts what ovs-vswitchd makes of a change of its database: interfaces of the kernel, and
 * whether a bridge still forwards.
 */
public final class VswitchPrediction {

  /** The {@code fail_mode} in which a bridge without a controller forwards nothing. */
  public static final String SECURE = "secure";

  private static final String UP = BridgeInterface.UP;
  private static final String DOWN = BridgeInterface.DOWN;

  /** The OpenFlow port of a bridge's own interface (OFPP_LOCAL). */
  private static final long LOCAL = 65534;

  /** The MTU of a new internal port, in bytes. */
  private static final long MTU = 1500;

  private VswitchPrediction() {}

  /** The node with a port added, with its interfaces in the bridge if they exist. */
  public static Node withPort(Node node, BridgePort port) {
    if (node.bridge(port.bridge()).isEmpty()) {
      return node;
    }
    BridgePort attached = attached(node, port);
    Node after = node.withBridge(port.bridge(), bridge -> bridge.withPort(attached));
    boolean kernel = isKernel(node, port.bridge());
    for (String name : port.interfaces()) {
      after =
          after.withNic(
              name,
              nic ->
                  nic.withOvsBridge(Optional.of(port.bridge()))
                      .withMaster(kernel ? Optional.of("ovs-system") : nic.master()));
    }
    if (port.kind().equals(BridgePort.INTERNAL) && after.nic(port.name()).isEmpty()) {
      after = withInternal(after, port);
    }
    return PathFinder.again(after);
  }

  private static BridgePort attached(Node node, BridgePort port) {
    List<BridgeInterface> members =
        port.interfaces().stream()
            .map(
                name ->
                    member(
                        node,
                        name,
                        port.kind().equals(BridgePort.BOND) ? BridgePort.SYSTEM : port.kind(),
                        port))
            .toList();
    // A device that is missing now may come later, so the port counts as attached: only its
    // interface shows that the device is missing.
    return port.toBuilder()
        .ofport(port.name().equals(port.bridge()) ? LOCAL : 1)
        .error(Optional.empty())
        .members(members)
        .build();
  }

  private static BridgeInterface member(Node node, String name, String kind, BridgePort port) {
    Optional<Nic> nic = node.nic(name);
    boolean system = kind.equals(BridgePort.SYSTEM);
    boolean missing = system && nic.isEmpty() && !node.nics().isEmpty();
    BridgeInterface member =
        made(name, kind, port).toBuilder().ofport(name.equals(port.bridge()) ? LOCAL : 1).build();
    if (missing) {
      return member.toBuilder()
          .ofport(-1)
          .error(LinkPrediction.missing(name))
          .linkState("")
          .adminState("")
          .build();
    }
    if (!system && !kind.equals(BridgePort.INTERNAL)) {
      return member;
    }
    return member.toBuilder()
        .linkState(nic.map(each -> word(each.up() && each.carrier())).orElse(system ? "" : DOWN))
        .adminState(nic.map(each -> word(each.up())).orElse(system ? "" : DOWN))
        .mtu(nic.map(Nic::mtu).or(() -> system ? Optional.empty() : Optional.of(MTU)))
        .build();
  }

  private static BridgeInterface made(String name, String kind, BridgePort port) {
    return BridgeInterface.builder(name)
        .kind(kind)
        .ofport(1)
        .linkState(UP)
        .adminState(UP)
        .options(port.options())
        .externalIds(
            port.members().stream()
                .filter(each -> each.name().equals(name))
                .map(BridgeInterface::externalIds)
                .findFirst()
                .orElse(Map.of()))
        .build();
  }

  /** A port of a kind that needs no interface of the kernel, with its only interface. */
  static BridgePort withOwnMember(BridgePort port) {
    return port.toBuilder().members(List.of(made(port.name(), port.kind(), port))).build();
  }

  private static String word(boolean up) {
    return up ? UP : DOWN;
  }

  /** An internal port is a new interface of the kernel, which is down. */
  private static Node withInternal(Node node, BridgePort port) {
    List<Nic> nics = new ArrayList<>(node.nics());
    nics.add(
        Nic.builder(port.name())
            .kind("ovs")
            .mtu(MTU)
            .ovsBridge(Optional.of(port.bridge()))
            .master(isKernel(node, port.bridge()) ? Optional.of("ovs-system") : Optional.empty())
            .build());
    return node.withNics(nics);
  }

  private static boolean isKernel(Node node, String bridge) {
    return node.bridge(bridge).map(Bridge::datapathType).filter("system"::equals).isPresent();
  }

  /** The node without a port of a bridge; the kernel loses the interface of an internal one. */
  public static Node withoutPort(Node node, BridgePort port) {
    boolean kernel = isKernel(node, port.bridge());
    Node after = node.withBridge(port.bridge(), bridge -> bridge.withoutPort(port.name()));
    if (port.kind().equals(BridgePort.INTERNAL)) {
      return LinkPrediction.without(after, port.name());
    }
    for (String name : port.interfaces()) {
      after =
          after.withNic(
              name,
              nic ->
                  nic.withOvsBridge(Optional.empty())
                      .withMaster(kernel ? Optional.empty() : nic.master()));
    }
    return PathFinder.again(after);
  }

  /**
   * A port with other {@code external_ids} of its interface, as the facts have them: also among
   * those of the port.
   */
  public static BridgePort withIds(BridgePort port, UnaryOperator<Map<String, String>> change) {
    return port.toBuilder()
        .externalIds(change.apply(port.externalIds()))
        .members(
            port.members().stream()
                .map(
                    each ->
                        each.name().equals(port.name())
                            ? each.toBuilder().externalIds(change.apply(each.externalIds())).build()
                            : each)
                .toList())
        .build();
  }

  /**
   * The node with a new bridge, which has only its own internal port.
   *
   * @param datapath {@code system} (kernel) or {@code netdev} (userspace)
   */
  public static Node withBridge(Node node, String name, String datapath) {
    List<Bridge> bridges = new ArrayList<>(node.bridges());
    bridges.add(
        Bridge.builder(name, node.name()).datapathType(datapath).forwarding(Bridge.NORMAL).build());
    Node after = mapped(node.withBridges(bridges));
    return withPort(
        after,
        BridgePort.builder(name, name).kind(BridgePort.INTERNAL).interfaces(List.of(name)).build());
  }

  /** The node without a bridge and all its ports. */
  public static Node withoutBridge(Node node, Bridge bridge) {
    Node after = node;
    for (BridgePort port : bridge.ports()) {
      after = withoutPort(after, port);
    }
    return PathFinder.again(
        mapped(
            after.withBridges(
                after.bridges().stream()
                    .filter(each -> !each.name().equals(bridge.name()))
                    .toList())));
  }

  /** The node with its mappings as its bridges are now. */
  private static Node mapped(Node node) {
    return node.withExternalIds(node.externalIds());
  }

  /**
   * A bridge with another fail mode. ovs-vswitchd then deletes the flows of a bridge without
   * controllers, and a standalone one gets its flow that switches by MAC address again (OVS source,
   * ofproto/connmgr.c, connmgr_set_fail_mode and connmgr_flushed).
   *
   * @param mode {@code standalone}, {@code secure}, or empty for not set
   */
  public static Bridge withFailMode(Bridge bridge, String mode) {
    Bridge after = bridge.toBuilder().failMode(mode).build();
    boolean other = isSecure(bridge) != isSecure(after);
    return other && bridge.controllers().isEmpty() ? flushed(after) : after;
  }

  /**
   * A bridge with other controllers. When it gets its first or loses its last one, its flows are
   * deleted (OVS source, ofproto/connmgr.c, connmgr_set_controllers). What a controller programs
   * then is not known.
   */
  public static Bridge withControllers(Bridge bridge, List<String> targets) {
    Bridge after = bridge.toBuilder().controllers(targets.stream().sorted().toList()).build();
    return bridge.controllers().isEmpty() == targets.isEmpty() ? after : flushed(after);
  }

  /**
   * A bridge after ovs-vswitchd was started again: the flows that somebody added are gone. Of a
   * bridge whose flows were not read it stays unknown what they do.
   */
  static Bridge restarted(Bridge bridge) {
    return bridge.forwarding().isEmpty() || !bridge.controllers().isEmpty()
        ? bridge
        : flushed(bridge);
  }

  /**
   * A bridge of which all flows have just been deleted by ovs-vswitchd itself. A standalone one
   * without controllers forwards by its own flow.
   */
  private static Bridge flushed(Bridge bridge) {
    String forwarding =
        isSecure(bridge) ? Bridge.NOTHING : bridge.controllers().isEmpty() ? Bridge.NORMAL : "";
    return bridge.toBuilder().forwarding(forwarding).build();
  }

  private static boolean isSecure(Bridge bridge) {
    return bridge.failMode().equals(SECURE);
  }
}
