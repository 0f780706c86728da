package io.safeops.action.bridge;

import io.safeops.action.ActionException;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * A request to add a port to an OVS bridge or to remove it.
 *
 * @param bridge empty if a port to remove is looked for on all bridges
 * @param kind {@code system} or {@code internal}
 * @param tolerant {@code --may-exist} or {@code --if-exists}
 */
public record BridgePortEdit(
    boolean add,
    Optional<String> bridge,
    String port,
    Optional<Long> tag,
    String kind,
    boolean tolerant) {

  /** Kinds of ports that the undo can restore completely. */
  private static final List<String> RESTORABLE =
      List.of("system", "patch", "geneve", "vxlan", "gre", "dpdkvhostuserclient");

  public static BridgePortEdit add(
      String bridge, String port, Optional<Long> tag, boolean mayExist) {
    return new BridgePortEdit(true, Optional.of(bridge), port, tag, "system", mayExist);
  }

  public static BridgePortEdit remove(Optional<String> bridge, String port, boolean ifExists) {
    return new BridgePortEdit(false, bridge, port, Optional.empty(), "system", ifExists);
  }

  /**
   * The same port as type {@code internal}: {@code ovs-vswitchd} makes it, as an interface of the
   * node.
   */
  BridgePortEdit asInternal() {
    return new BridgePortEdit(add, bridge, port, tag, "internal", tolerant);
  }

  /** The change on a node; empty when nothing is to change. */
  Optional<BridgePortChange> change(Node node) throws ActionException {
    Optional<BridgePort> existing =
        node.bridges().stream().flatMap(each -> each.port(port).stream()).findFirst();
    return add ? added(node, existing) : removed(node, existing);
  }

  private Optional<BridgePortChange> added(Node node, Optional<BridgePort> existing)
      throws ActionException {
    String target = bridge.orElseThrow();
    if (node.bridge(target).isEmpty()) {
      throw ActionException.about(
          "bridge", target, "there is no bridge " + target + " on " + node.name());
    }
    if (existing.isPresent()) {
      if (tolerant && existing.get().bridge().equals(target)) {
        return Optional.empty();
      }
      throw new ActionException(
          "port "
              + port
              + " is on bridge "
              + existing.get().bridge()
              + " of "
              + node.name()
              + " already");
    }
    BridgePort made =
        BridgePort.builder(port, target)
            .tag(tag)
            .kind(kind)
            .interfaces(List.of(port))
            .ofport(1)
            .build();
    return Optional.of(new BridgePortChange(node.name(), made, true));
  }

  private Optional<BridgePortChange> removed(Node node, Optional<BridgePort> existing)
      throws ActionException {
    boolean here =
        existing.isPresent() && (bridge.isEmpty() || existing.get().bridge().equals(bridge.get()));
    if (!here) {
      if (tolerant && existing.isEmpty()) {
        return Optional.empty();
      }
      throw ActionException.about(
          "port",
          port,
          "there is no port "
              + port
              + bridge.map(name -> " on bridge " + name).orElse("")
              + " of "
              + node.name());
    }
    String kind = existing.orElseThrow().kind();
    if (!RESTORABLE.contains(kind)) {
      throw new ActionException(
          "port "
              + port
              + " of "
              + node.name()
              + " is of kind "
              + kind
              + ", which no undo can restore");
    }
    if (existing.get().toString().indexOf(0xFFFD) >= 0) {
      throw new ActionException(
          "port "
              + port
              + " of "
              + node.name()
              + " holds control characters: no undo can restore it");
    }
    return Optional.of(new BridgePortChange(node.name(), existing.get(), false));
  }
}
