package io.safeops.paths.trace;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.paths.model.End;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Chooses the packets to trace: one for each switch, node and kind of peer. They are ARP packets,
 * which need no connection tracking and which hardly any ACL drops, and DHCP requests.
 *
 * @param traced what can be traced
 * @param left what cannot, and why
 */
public record PathTraces(List<TracedPath> traced, List<Traced> left) {

  private static final Pattern MAC = Pattern.compile("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}");
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final String BROADCAST = "ff:ff:ff:ff:ff:ff";
  private static final String NO_MAC = "00:00:00:00:00:00";

  public PathTraces {
    traced = List.copyOf(traced);
    left = List.copyOf(left);
  }

  /** Of these paths of a cluster. */
  public static PathTraces of(List<Path> paths, Cluster cluster) {
    return of(paths, any -> true, cluster);
  }

  /**
   * Of some of the paths of a cluster.
   *
   * @param paths all paths, with the ends that a packet may go to
   * @param chosen which of them may stand for their class
   */
  public static PathTraces of(List<Path> paths, Predicate<Path> chosen, Cluster cluster) {
    return new Chooser(cluster).choose(paths, chosen);
  }

  /**
   * Whether the path is of a kind that is traced, and its end is on a node. A trace sees the
   * answers of OVN on that node; what is behind a router is elsewhere.
   */
  public static boolean isTraced(Path path) {
    return switch (path.kind()) {
      case PROVIDER, SWITCH, ROUTER, DHCP -> !path.end().node().isEmpty();
      case OUTSIDE, SOUTHBOUND, OVERLAY, OPERATOR, CONTROL -> false;
    };
  }

  /** The nodes on which something is traced. */
  public Set<String> nodes() {
    Set<String> nodes = new LinkedHashSet<>();
    traced.forEach(each -> nodes.add(each.node()));
    return nodes;
  }

  List<TracedPath> on(String node) {
    return traced.stream().filter(each -> each.node().equals(node)).toList();
  }

  /** The first MAC and IPv4 address of a port. */
  private record Address(String mac, String ip) {}

  /** Where an interface of an end is. */
  private record Place(Node node, Bridge bridge, BridgePort port) {}

  private static final class Chooser {
    private final Cluster cluster;
    private final Map<String, LogicalPort> ports = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, RouterPort> routerPorts = new HashMap<>();
    private final Map<String, List<Path>> ofSwitch = new HashMap<>();
    private final List<TracedPath> traced = new ArrayList<>();
    private final List<Traced> left = new ArrayList<>();

    Chooser(Cluster cluster) {
      this.cluster = cluster;
      cluster.getPorts().forEach(port -> ports.putIfAbsent(port.name(), port));
      for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
        router.ports().forEach(port -> routerPorts.putIfAbsent(port.name(), port));
      }
      for (Node node : cluster.nodes()) {
        for (Bridge bridge : node.bridge(node.getIntegrationBridge()).stream().toList()) {
          for (BridgePort port : bridge.ports()) {
            String id = port.externalIds().getOrDefault(BridgePort.IFACE_ID, "");
            if (!id.isEmpty() && port.ofport() > 0) {
              places.putIfAbsent(node.name() + " " + id, new Place(node, bridge, port));
            }
          }
        }
      }
    }

    PathTraces choose(List<Path> paths, Predicate<Path> chosen) {
      for (Path path : paths) {
        if (path.kind() == PathKind.SWITCH) {
          ofSwitch.computeIfAbsent(path.end().switchName(), any -> new ArrayList<>()).add(path);
        }
      }
      Set<String> classes = new HashSet<>();
      for (Path path : paths) {
        String name =
            path.end().switchName()
                + " "
                + path.end().node()
                + " "
                + path.getKind()
                + " "
                + path.peer();
        if (isTraced(path) && chosen.test(path) && classes.add(name)) {
          choose(path);
        }
      }
      return new PathTraces(traced, left);
    }

    private void choose(Path path) {
      Optional<Place> place =
          Optional.ofNullable(places.get(path.end().node() + " " + path.end().id()));
      Optional<Address> address = address(path.end().id());
      if (place.isEmpty()) {
        leave(path, "it has no interface with an OpenFlow port on its node");
      } else if (address.isEmpty()) {
        leave(path, "its MAC and IPv4 address are not in the Northbound");
      } else {
        choose(path, place.get(), address.get());
      }
    }

    private void choose(Path path, Place place, Address from) {
      switch (path.kind()) {
        case PROVIDER -> {
          Set<String> uplinks = uplinks(path.end().switchName(), place.node());
          if (uplinks.isEmpty()) {
            leave(path, "its bridge has no uplink of its own");
          } else {
            // It asks for its own address: nobody in OVN answers, and all get it.
            add(path, place, request(from, from.ip()), "", uplinks);
          }
        }
        case SWITCH -> {
          String other = other(path).map(End::id).orElse("");
          address(other).ifPresent(to -> add(path, place, reply(from, to), other, Set.of()));
        }
        case ROUTER -> {
          Optional<String> router = routerAddress(path);
          if (router.isEmpty()) {
            leave(path, "its router has no IPv4 address there");
          } else {
            add(path, place, request(from, router.get()), "", Set.of());
          }
        }
        case DHCP -> add(path, place, dhcp(from), "", Set.of());
        default -> throw new IllegalStateException("not traced: " + path.kind());
      }
    }

    private void add(Path path, Place place, String packet, String other, Set<String> uplinks) {
      traced.add(
          new TracedPath(
              path,
              place.node().name(),
              place.bridge().name(),
              place.port().ofport(),
              packet,
              other,
              uplinks,
              place.port().name()));
    }

    private void leave(Path path, String why) {
      left.add(new Traced(path, path.end().node(), Traced.Verdict.NOT_TRACED, why));
    }

    private Optional<Address> address(String port) {
      for (String text :
          Optional.ofNullable(ports.get(port)).map(LogicalPort::addresses).orElse(List.of())) {
        List<String> words = List.of(text.trim().split(" +"));
        Optional<String> ip =
            words.stream().skip(1).filter(word -> IPV4.matcher(word).matches()).findFirst();
        if (MAC.matcher(words.get(0)).matches() && ip.isPresent()) {
          return Optional.of(new Address(words.get(0), ip.get()));
        }
      }
      return Optional.empty();
    }

    /** Another end of the switch, on another node, with an address. */
    private Optional<End> other(Path path) {
      return ofSwitch.getOrDefault(path.end().switchName(), List.of()).stream()
          .map(Path::end)
          .filter(end -> !end.node().isEmpty() && !end.node().equals(path.end().node()))
          .filter(end -> address(end.id()).isPresent())
          .findFirst();
    }

    private Optional<String> routerAddress(Path path) {
      return cluster.switchNamed(path.end().switchName()).stream()
          .flatMap(each -> each.ports().stream())
          .filter(port -> port.type().equals(LogicalPort.ROUTER))
          .flatMap(
              port ->
                  Optional.ofNullable(
                      routerPorts.get(port.options().getOrDefault("router-port", "")))
                      .stream())
          .filter(port -> path.peer().equals("router " + port.routerName()))
          .flatMap(port -> port.networks().stream())
          .map(network -> network.replaceFirst("/.*", ""))
          .filter(ip -> IPV4.matcher(ip).matches())
          .findFirst();
    }

    /** The interfaces by which the bridge of a provider network sends. */
    private Set<String> uplinks(String switchName, Node node) {
      Set<String> physnets = new HashSet<>();
      cluster
          .switchNamed(switchName)
          .ifPresent(
              each -> each.getLocalnets().forEach(port -> physnets.add(port.getNetworkName())));
      Set<String> uplinks = new HashSet<>();
      for (BridgeMapping mapping : node.mappings()) {
        if (physnets.contains(mapping.physnet())) {
          node.bridge(mapping.bridge()).stream()
              .flatMap(bridge -> bridge.ports().stream())
              .filter(BridgePort::isUplink)
              .forEach(port -> uplinks.addAll(port.interfaces()));
        }
      }
      return uplinks;
    }

    private static String request(Address from, String ip) {
      return arp(from, BROADCAST, 1, NO_MAC, ip);
    }

    private static String reply(Address from, Address to) {
      return arp(from, to.mac(), 2, to.mac(), to.ip());
    }

    private static String arp(Address from, String to, int operation, String target, String ip) {
      return "dl_src="
          + from.mac()
          + ",dl_dst="
          + to
          + ",arp,arp_op="
          + operation
          + ",arp_sha="
          + from.mac()
          + ",arp_tha="
          + target
          + ",arp_spa="
          + from.ip()
          + ",arp_tpa="
          + ip;
    }

    private static String dhcp(Address from) {
      return "dl_src="
          + from.mac()
          + ",dl_dst="
          + BROADCAST
          + ",dl_type=0x0800,nw_src=0.0.0.0,nw_dst=255.255.255.255,nw_proto=17,nw_ttl=64"
          + ",udp_src=68,udp_dst=67";
    }
  }
}
