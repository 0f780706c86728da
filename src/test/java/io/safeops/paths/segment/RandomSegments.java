package io.safeops.paths.segment;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Small random clusters, in which most things are connected to something. */
final class RandomSegments {

  static final List<String> PHYSNETS = List.of("p1", "p2", "p3");

  /** VLANs that settings name; the oracle looks at one more. */
  static final int VLANS = 4;

  private static final List<String> MODES =
      List.of("", "", "", "access", "trunk", "native-tagged", "native-untagged", "dot1q-tunnel");

  private final Random random;

  RandomSegments(long seed) {
    random = new Random(seed);
  }

  private boolean once(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Optional<Long> anyVlan() {
    return once(2) ? Optional.empty() : Optional.of((long) random.nextInt(VLANS));
  }

  Cluster cluster() {
    List<Node> nodes =
        IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> node("n" + i)).toList();
    List<LogicalSwitch> switches =
        IntStream.range(0, random.nextInt(6)).mapToObj(i -> logicalSwitch("s" + i)).toList();
    List<Chassis> chassis = new ArrayList<>();
    if (once(3)) {
      chassis.add(
          Chassis.builder("far")
              .hostname("far")
              .mappings(Map.of("p1", "br0", "p2", any(List.of("br0", "br1"))))
              .build());
    }
    return Cluster.builder().nodes(nodes).switches(switches).chassis(chassis).build();
  }

  private LogicalSwitch logicalSwitch(String name) {
    List<LogicalPort> ports = new ArrayList<>();
    int localnets = once(3) ? 2 + random.nextInt(2) : 1;
    for (int i = 0; i < localnets; i++) {
      ports.add(
          LogicalPort.localnet(name + "-l" + i, name, any(PHYSNETS), anyVlan()).toBuilder()
              .enabled(!once(8))
              .build());
    }
    if (once(6)) {
      ports.add(LogicalPort.builder(name + "-gw", name).type("vtep").enabled(true).build());
    }
    return new LogicalSwitch(name, "", Map.of(), Map.of(), ports);
  }

  private Node node(String name) {
    int bridges = 1 + random.nextInt(4);
    List<List<BridgePort>> ports = new ArrayList<>();
    for (int i = 0; i < bridges; i++) {
      ports.add(new ArrayList<>());
    }
    List<Nic> nics = new ArrayList<>();
    int links = random.nextInt(5);
    for (int i = 0; i < links; i++) {
      int one = random.nextInt(bridges);
      int other = random.nextInt(bridges);
      ports.get(one).add(patch("a" + i, "b" + i, "br" + one));
      ports.get(other).add(patch("b" + i, "a" + i, "br" + other));
    }
    for (int i = 0; i < bridges; i++) {
      if (!once(3)) {
        String nic = "eth" + i;
        nics.add(SegmentClusters.nic(nic, "physical"));
        String used = nic;
        if (once(4)) {
          used = "eth0." + (1 + random.nextInt(VLANS - 1));
          if (nics.stream().map(Nic::name).anyMatch(used::equals)) {
            continue;
          }
          nics.add(SegmentClusters.vlan(used, "eth0", Long.parseLong(used.substring(5))));
        }
        ports.get(i).add(port(used, "system", "br" + i).build());
      }
    }
    List<Bridge> built =
        IntStream.range(0, bridges)
            .mapToObj(i -> Bridge.builder("br" + i, name).ports(ports.get(i)).stp(once(4)).build())
            .toList();
    List<BridgeMapping> mappings = new ArrayList<>();
    for (String physnet : PHYSNETS) {
      if (!once(3)) {
        int bridge = random.nextInt(bridges + 1);
        mappings.add(new BridgeMapping(physnet, "br" + bridge, name, bridge < bridges));
      }
    }
    return Node.builder(name)
        .systemId(Optional.of(name))
        .bridges(built)
        .mappings(mappings)
        .nics(nics)
        .build();
  }

  private BridgePort patch(String name, String peer, String bridge) {
    return port(name, "patch", bridge).peer(Optional.of(peer)).build();
  }

  private BridgePort.Builder port(String name, String kind, String bridge) {
    BridgePort.Builder port =
        BridgePort.builder(name, bridge).kind(kind).interfaces(List.of(name)).ofport(1);
    if (once(2)) {
      port.vlanMode(any(MODES)).tag(anyVlan());
      if (once(2)) {
        port.trunks(List.of((long) random.nextInt(VLANS), (long) random.nextInt(VLANS)));
      }
    }
    return port;
  }

  /** The same facts in another order of all rows. */
  Cluster shuffled(Cluster cluster) {
    return cluster.toBuilder()
        .nodes(shuffled(cluster.nodes(), this::shuffledRows))
        .switches(
            shuffled(
                cluster.switches(), each -> each.withPorts(shuffled(each.ports(), port -> port))))
        .chassis(shuffled(cluster.chassis(), each -> each))
        .build();
  }

  private Node shuffledRows(Node node) {
    return node.toBuilder()
        .bridges(
            shuffled(
                node.bridges(),
                bridge ->
                    bridge.withPorts(
                        shuffled(
                            bridge.ports(),
                            port ->
                                port.toBuilder()
                                    .trunks(shuffled(port.trunks(), each -> each))
                                    .build()))))
        .mappings(shuffled(node.mappings(), each -> each))
        .nics(shuffled(node.nics(), each -> each))
        .build();
  }

  private <T> List<T> shuffled(List<T> list, Function<T, T> inside) {
    List<T> copy = new ArrayList<>(list.stream().map(inside).toList());
    Collections.shuffle(copy, random);
    return copy;
  }

  /** Odd facts: rows that are missing, there twice, or name what is not there. */
  Cluster mutated(Cluster cluster) {
    return cluster.toBuilder()
        .nodes(cluster.nodes().stream().map(this::mutated).toList())
        .switches(
            some(
                cluster.switches(),
                each ->
                    each.withPorts(
                        some(
                            each.ports(),
                            port ->
                                port.toBuilder()
                                    .type(any(List.of("", "localnet", "l2gateway", "switch")))
                                    .options(
                                        Map.of("network_name", any(List.of("", "p1", "\u00e4"))))
                                    .tag(Optional.of(4095L))
                                    .build()))))
        .chassis(some(cluster.chassis(), each -> each.withMappings(Map.of("p2", "br-int"))))
        .build();
  }

  private Node mutated(Node node) {
    return node.toBuilder()
        .unreachable(once(8) ? Optional.of("no answer") : Optional.empty())
        .problems(once(8) ? List.of("no ip") : List.of())
        .externalIds(once(4) ? Map.of("ovn-bridge", "br0") : Map.of())
        .bridges(
            some(
                node.bridges(),
                bridge ->
                    bridge.withPorts(
                        some(
                            bridge.ports(),
                            port ->
                                port.toBuilder()
                                    .kind(
                                        any(List.of("system", "patch", "internal", "bond", "dpdk")))
                                    .interfaces(
                                        any(List.of(List.of(), List.of("a0"), List.of("v0"))))
                                    .peer(any(List.of(Optional.empty(), Optional.of("a0"))))
                                    .externalIds(
                                        once(2) ? Map.of() : Map.of("ovn-localnet-port", "s0-l0"))
                                    .vlanMode(any(List.of("", "?", "access")))
                                    .trunks(List.of(0L, 4095L))
                                    .build()))))
        .mappings(
            some(
                node.mappings(),
                each -> new BridgeMapping(each.physnet(), "br-int", node.name(), true)))
        .nics(
            some(
                node.nics(),
                nic ->
                    nic.toBuilder()
                        .kind(any(List.of("veth", "bridge", "vlan", "ovs", "bond", "tun")))
                        .peer(
                            any(List.of(Optional.empty(), Optional.of("eth0"), Optional.of("v0"))))
                        .master(any(List.of(Optional.empty(), Optional.of("eth1"))))
                        .lower(any(List.of(List.of(), List.of(nic.name()), List.of("eth1", "x"))))
                        .altNames(any(List.of(List.of(), List.of("v0", "a0"))))
                        .build()))
        .build();
  }

  private <T> List<T> some(List<T> rows, Function<T, T> other) {
    List<T> changed = new ArrayList<>();
    for (T row : rows) {
      switch (random.nextInt(8)) {
        case 0 -> {}
        case 1 -> {
          changed.add(row);
          changed.add(other.apply(row));
        }
        case 2 -> changed.add(other.apply(row));
        case 3 -> {
          changed.add(row);
          changed.add(row);
        }
        default -> changed.add(row);
      }
    }
    return changed;
  }
}
