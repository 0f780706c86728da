package io.safeops.cli.topology;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.paths.model.Hop;
import java.util.HashMap;
import java.util.Map;

/**
 * A place in the picture: of a thing, and of the hops about it.
 *
 * @param node empty for what is on no node
 * @param owner the bridge of an uplink; else empty
 */
public record Place(Kind kind, String node, String owner, String name) {

  /** The kinds of things in the picture. */
  public enum Kind {
    NODE,
    TUNNEL_END,
    BRIDGE,
    UPLINK,
    PHYSNET,
    TUNNEL,
    NETWORK,
    GATEWAY,
    OTHER
  }

  /** Of what the picture has no place for. */
  static Place other(String name) {
    return new Place(Kind.OTHER, "", "", name);
  }

  static Place node(String node) {
    return new Place(Kind.NODE, node, "", "");
  }

  static Place tunnelEnd(String node) {
    return new Place(Kind.TUNNEL_END, node, "", "");
  }

  static Place bridge(String node, String bridge) {
    return new Place(Kind.BRIDGE, node, "", bridge);
  }

  static Place uplink(String node, String bridge, String name) {
    return new Place(Kind.UPLINK, node, bridge, name);
  }

  static Place physnet(String node, String physnet) {
    return new Place(Kind.PHYSNET, node, "", physnet);
  }

  static Place tunnel(String from, String to) {
    return new Place(Kind.TUNNEL, from, "", to);
  }

  static Place network(String switchName) {
    return new Place(Kind.NETWORK, "", "", switchName);
  }

  static Place gateway(String routerPort) {
    return new Place(Kind.GATEWAY, "", "", routerPort);
  }

  /** Finds the places of hops by what they name. */
  static final class Finder {
    private final Map<String, String> physnets = new HashMap<>();

    Finder(Cluster cluster) {
      for (LogicalPort localnet : cluster.getLocalnets()) {
        physnets.put(localnet.name(), localnet.getNetworkName());
      }
    }

    Place of(Hop hop) {
      String node = hop.node();
      return switch (hop.kind()) {
        case UPLINK, UPLINK_VLAN, UPLINK_MTU -> uplinkOf(hop);
        case BRIDGE, OPENFLOW ->
            fact(hop, "bridge").isEmpty() ? node(node) : bridge(node, fact(hop, "bridge"));
        case MAPPING -> physnet(node, fact(hop, "physnet"));
        case PATCH_PAIR -> physnet(node, physnets.getOrDefault(fact(hop, "localnet"), ""));
        case LOCALNET, LOCALNET_ALONE, LOCALNET_SEGMENT, LOCALNET_FORWARDS ->
            network(fact(hop, "switch"));
        case ENCAP, TUNNEL_MTU -> tunnelEnd(node);
        case TUNNEL -> tunnelOf(hop);
        case GATEWAY, ROUTER_PORT ->
            fact(hop, "router-port").isEmpty() ? other(hop) : gateway(fact(hop, "router-port"));
        case PORT_PRESENT,
            PORT_TYPE,
            PORT_ENABLED,
            PORT_ADDRESSES,
            PORT_INTERFACE,
            PORT_REQUESTED,
            PORT_CLAIMED,
            INTERFACE_ATTACHED,
            INTERFACE_UP,
            INTERFACE_MTU,
            ROUTE,
            NAT,
            DHCP ->
            other(hop);
        default -> node.isEmpty() ? other(hop) : node(node);
      };
    }

    private static Place uplinkOf(Hop hop) {
      String bridge = fact(hop, "bridge");
      if (bridge.isEmpty()) {
        return node(hop.node());
      }
      String port = fact(hop, "interface").isEmpty() ? fact(hop, "port") : fact(hop, "interface");
      return uplink(hop.node(), bridge, port.isEmpty() ? hop.subject() : port);
    }

    private static Place tunnelOf(Hop hop) {
      String to = fact(hop, "to");
      if (!to.isEmpty()) {
        return tunnel(hop.node(), to);
      }
      return hop.node().isEmpty() ? other(hop) : tunnelEnd(hop.node());
    }

    private static Place other(Hop hop) {
      return Place.other(hop.key());
    }

    private static String fact(Hop hop, String name) {
      return hop.facts().getOrDefault(name, "");
    }
  }
}
