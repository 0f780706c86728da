package io.safeops.paths.hop;

import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What works now and will not after the next boot. */
final class BootHops {

  private BootHops() {}

  /** An address of a node that its boot configuration gives to a port of a bridge. */
  static List<Hop> addresses(Node node) {
    List<Hop> hops = new ArrayList<>();
    for (BootAddress each : node.bootAddresses().orElse(List.of())) {
      if (!isBridgePort(node, each.nic())) {
        continue;
      }
      hops.add(
          Hop.broken(
                  HopKind.NEXT_BOOT,
                  node.name() + ": " + each.nic() + " at the next boot",
                  node.name(),
                  "it is a port of a bridge, and at the next boot "
                      + each.source()
                      + " gives it "
                      + (each.address().equals("dhcp") ? "an address by DHCP" : each.address())
                      + ": the node will not be reachable there")
              .with("node", node.name())
              .with("interface", each.nic()));
    }
    return hops;
  }

  /** The addresses of interfaces that may become ports are known, too. */
  private static boolean isBridgePort(Node node, String name) {
    return node.nics().stream()
        .anyMatch(nic -> nic.name().equals(name) && nic.ovsBridge().isPresent());
  }

  /** What a chassis needs, and nothing starts. */
  static List<Hop> ofChassis(Node node) {
    List<Hop> hops = new ArrayList<>();
    for (ComponentName name :
        List.of(ComponentName.OVSDB, ComponentName.VSWITCHD, ComponentName.CONTROLLER)) {
      hops.addAll(of(List.of(node), name));
    }
    return hops;
  }

  /** A component that runs on some nodes, and nothing starts. */
  static List<Hop> of(List<Node> nodes, ComponentName name) {
    List<Hop> hops = new ArrayList<>();
    for (Node node : nodes) {
      Optional<Component> found = node.component(name).filter(Component::isActive);
      if (found.flatMap(Component::startsAtBoot).equals(Optional.of(false))) {
        hops.add(
            Hop.broken(
                    HopKind.NEXT_BOOT,
                    node.name() + ": " + name.word() + " at the next boot",
                    node.name(),
                    "it runs, and nothing will start "
                        + found.get().unit()
                        + ": it, or the unit that starts it, is disabled or masked")
                .with("node", node.name())
                .with("component", name.word()));
      }
    }
    return hops;
  }
}
