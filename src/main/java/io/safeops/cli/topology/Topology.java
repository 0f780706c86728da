package io.safeops.cli.topology;

import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the picture of a cluster shows. In each list what is broken comes first.
 *
 * @param collectedAt when the last node answered, ISO 8601 in UTC
 * @param networks the logical switches with a localnet, each with its provider network
 * @param chassis the nodes, and the chassis that the inventory lacks
 * @param tunnels one for each pair of chassis
 * @param gateways the router ports with gateway chassis
 * @param others faults of what the picture has no place for, such as the port of a VM
 */
public record Topology(
    String collectedAt,
    List<Drawn> networks,
    List<Chassis> chassis,
    List<Tunnel> tunnels,
    List<Gateway> gateways,
    List<Drawn> others) {

  /**
   * The tunnels of ten chassis that all have one to each other. More lines are not read, and those
   * that work look alike: above it, they are only counted, and those that do not are drawn.
   */
  static final int MOST_TUNNELS = 45;

  public Topology {
    networks = List.copyOf(networks);
    chassis = chassis.stream().sorted(Chassis.FAULTS_FIRST).toList();
    tunnels = List.copyOf(tunnels);
    gateways = List.copyOf(gateways);
    others = List.copyOf(others);
  }

  /**
   * A node.
   *
   * @param parts what belongs to no bridge: its tunnel end, mappings to bridges that it lacks
   */
  public record Chassis(Drawn node, List<Bridge> bridges, List<Drawn> parts) {
    static final Comparator<Chassis> FAULTS_FIRST = Comparator.comparing(Chassis::worst).reversed();

    public Chassis {
      bridges = bridges.stream().sorted(Bridge.FAULTS_FIRST).toList();
      parts = List.copyOf(parts);
    }

    /** Of the node and of all that is on it. */
    private State worst() {
      return Topology.worst(ofNode(this));
    }
  }

  /**
   * An OVS bridge of a node.
   *
   * @param uplinks the interfaces that lead out of the node
   * @param physnets the provider networks that are mapped to it
   */
  public record Bridge(Drawn bridge, List<Drawn> uplinks, List<Drawn> physnets) {
    static final Comparator<Bridge> FAULTS_FIRST =
        Comparator.comparing((Bridge each) -> Topology.worst(ofBridge(each))).reversed();

    public Bridge {
      uplinks = List.copyOf(uplinks);
      physnets = List.copyOf(physnets);
    }
  }

  /** A tunnel, in both directions. */
  public record Tunnel(String one, String other, Drawn link) {}

  /**
   * A router port with gateway chassis.
   *
   * @param holder the chassis that carries it; empty if none does, or if it is not known
   */
  public record Gateway(String holder, Drawn port) {}

  /** The picture of what the doctor has found. */
  public static Topology of(Diagnosis diagnosis) {
    List<Drawn> more =
        diagnosis.faults().stream()
            .filter(finding -> finding.hop().isEmpty())
            .map(Finding::violation)
            .map(each -> new Drawn(each.rule(), State.BROKEN, each.message()))
            .toList();
    return new TopologyReader(diagnosis.cluster(), diagnosis.paths(), more).read();
  }

  /** The tunnels to draw one by one. */
  List<Tunnel> shownTunnels() {
    return tunnels.size() <= MOST_TUNNELS
        ? tunnels
        : tunnels.stream()
            .filter(each -> each.link().isFault())
            .sorted(Comparator.comparing(Tunnel::link, Drawn.FAULTS_FIRST))
            .limit(MOST_TUNNELS)
            .toList();
  }

  /** What is said of the tunnels that are not drawn; empty if all are. */
  String tunnelsLeft() {
    List<Tunnel> shown = shownTunnels();
    if (shown.size() == tunnels.size()) {
      return "";
    }
    long faults = tunnels.stream().filter(each -> each.link().isFault()).count() - shown.size();
    long rest = tunnels.size() - shown.size() - faults;
    return rest
        + " more tunnels without a known fault are not drawn one by one"
        + (faults > 0 ? ", and " + faults + " with one" : "");
  }

  /** Everything that has a state, with the node before what is on it. */
  List<Drawn> all() {
    return Stream.of(
            networks.stream(),
            chassis.stream().flatMap(Topology::ofNode),
            tunnels.stream().map(Tunnel::link),
            gateways.stream().map(Gateway::port),
            others.stream())
        .flatMap(each -> each)
        .toList();
  }

  private static Stream<Drawn> ofNode(Chassis each) {
    return Stream.of(
            Stream.of(each.node()),
            each.bridges().stream().flatMap(Topology::ofBridge),
            each.parts().stream())
        .flatMap(every -> every);
  }

  private static State worst(Stream<Drawn> things) {
    return things.map(Drawn::state).max(Comparator.naturalOrder()).orElse(State.OK);
  }

  private static Stream<Drawn> ofBridge(Bridge each) {
    return Stream.of(Stream.of(each.bridge()), each.uplinks().stream(), each.physnets().stream())
        .flatMap(every -> every);
  }

  long count(State state) {
    return all().stream().filter(each -> each.state() == state).count();
  }

  /** What there is, and how much of it is broken or unknown. */
  String summary() {
    return counted(chassis.size(), "node")
        + ", "
        + counted(networks.size(), "provider network")
        + ", "
        + counted(tunnels.size(), "tunnel")
        + ", "
        + counted(gateways.size(), "gateway")
        + ": "
        + count(State.BROKEN)
        + " broken, "
        + count(State.UNKNOWN)
        + " unknown"
        + (count(State.CUT_OFF) > 0 ? ", " + count(State.CUT_OFF) + " cut off" : "");
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
