package io.safeops.paths.intent;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.PortBinding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ends of an earlier picture that somebody has switched off since. When a VM stops, its device
 * goes away, libvirt takes the port out of the bridge, and ovn-controller gives up its claim (seen
 * with Nova). If anything of it is left, the VM may run and be cut off.
 */
final class SwitchedOff {

  private final boolean known;
  private final Map<String, Intents.Attachment> earlier;
  private final Map<String, LogicalPort> ports = new HashMap<>();
  private final Set<String> claimed = new HashSet<>();
  private final Set<String> devices = new HashSet<>();

  /** The {@code iface-id} of interfaces that have a device. */
  private final Set<String> carried = new HashSet<>();

  /**
   * @param earlier the interfaces of that picture
   */
  SwitchedOff(Cluster now, Map<String, Intents.Attachment> earlier) {
    this.earlier = earlier;
    // What was not read may have the interface or the claim.
    known =
        now.northbound().filter(DatabaseStatus::isReadable).isPresent()
            && now.southbound().filter(DatabaseStatus::isReadable).isPresent()
            && now.nodes().stream()
                .allMatch(node -> node.unreachable().isEmpty() && node.problems().isEmpty());
    now.getPorts().forEach(port -> ports.putIfAbsent(port.name(), port));
    now.bindings().stream()
        .filter(PortBinding::isBound)
        .forEach(binding -> claimed.add(binding.logicalPort()));
    for (Node node : now.nodes()) {
      node.nics().forEach(nic -> devices.add(nic.name()));
    }
    for (Node node : now.nodes()) {
      for (Bridge bridge : node.bridges()) {
        for (BridgePort port : bridge.ports()) {
          String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
          if (port.isAttached() || devices.contains(port.name())) {
            carried.add(id);
          }
        }
      }
    }
  }

  boolean contains(String end) {
    LogicalPort port = ports.get(end);
    if (!known || port == null || !port.type().isEmpty() || port.up() || claimed.contains(end)) {
      return false;
    }
    String carrier = port.getParentName().orElse(end);
    return !carried.contains(carrier)
        && Optional.ofNullable(earlier.get(carrier))
            .filter(each -> !devices.contains(each.name()))
            .isPresent();
  }
}
