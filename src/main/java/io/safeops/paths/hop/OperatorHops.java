package io.safeops.paths.hop;

import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The connections of a node itself: to the operator, and to the Southbound. */
final class OperatorHops {

  private final BridgeHops bridges;

  OperatorHops(BridgeHops bridges) {
    this.bridges = bridges;
  }

  List<Hop> of(Node node, ManagementPath path, HopKind kind) {
    String subject =
        node.name()
            + (kind == HopKind.OPERATOR_PATH ? ": way to the operator" : ": way to the Southbound");
    if (!node.isRead()) {
      return List.of();
    }
    if (!path.isKnown()) {
      return List.of(
          Hop.unknown(kind, subject, node.name(), "the interface of the connection is not known")
              .causedBy(NodeHops.reading(List.of(node))));
    }
    if (isLocal(node, path)) {
      return List.of(Hop.works(kind, subject, node.name()));
    }
    List<Hop> hops = new ArrayList<>();
    hops.add(device(node, path, kind, subject));
    hops.addAll(bridges.below(node, path.chain()));
    return hops;
  }

  private static boolean isLocal(Node node, ManagementPath path) {
    return BridgeHops.nic(node, path.device())
            .filter(nic -> nic.kind().equals("loopback"))
            .isPresent()
        || path.server().equals(path.client());
  }

  /**
   * Whether the kernel gives the frames of a port to the bridge alone. The userspace datapath reads
   * them beside the kernel (netdev-linux.c of OVS: a packet socket), so an address on the port
   * works.
   */
  private static boolean isInKernel(Bridge bridge) {
    return !bridge.datapathType().equals("netdev");
  }

  private static Hop device(Node node, ManagementPath path, HopKind kind, String subject) {
    String why = "";
    for (String name : path.chain()) {
      Optional<Nic> nic = BridgeHops.nic(node, name);
      if (nic.isPresent() && !nic.get().up()) {
        why = name + ", on the way of the connection, is set down";
      } else if (nic.isPresent() && !nic.get().carrier() && !nic.get().kind().equals("ovs")) {
        why = name + ", on the way of the connection, has no carrier";
      }
    }
    if (path.uplinks().isEmpty()) {
      why = "no interface leads out: the connection ends in " + String.join(" > ", path.chain());
    }
    Optional<Nic> holder = BridgeHops.nic(node, path.device());
    if (holder.isPresent()
        && !holder.get().kind().equals("ovs")
        && holder
            .get()
            .ovsBridge()
            .flatMap(node::bridge)
            .filter(OperatorHops::isInKernel)
            .isPresent()) {
      why =
          path.device()
              + " holds the address and is a port of bridge "
              + holder.get().ovsBridge().get()
              + ": the address does not work";
    }
    return (why.isEmpty()
            ? Hop.works(kind, subject, node.name())
            : Hop.broken(kind, subject, node.name(), why))
        .with("node", node.name())
        .with("device", path.device());
  }
}
