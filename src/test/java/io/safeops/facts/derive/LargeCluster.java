package io.safeops.facts.derive;

import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The healthy cluster of the policies' tests, grown to many nodes with VMs and tunnels. */
public final class LargeCluster {

  private static final Path HEALTHY = Path.of("policies/tests/facts/healthy.yaml");

  /** Which chassis have tunnels to each other. */
  public enum Shape {
    /** To the first three only, as transport zones make it. */
    STAR,
    MESH
  }

  private LargeCluster() {}

  /**
   * @param nodes a multiple of three; one of three carries no VM
   * @param portsPerNode of VMs, on average; two thirds of a whole number
   */
  public static Cluster of(int nodes, int portsPerNode, Shape shape) {
    Cluster copies = Copies.of(healthy(), nodes / 3);
    List<Node> large = new ArrayList<>();
    List<PortBinding> bindings = new ArrayList<>(copies.bindings());
    List<List<LogicalPort>> ports =
        copies.switches().stream()
            .map(each -> (List<LogicalPort>) new ArrayList<>(each.ports()))
            .toList();
    for (int i = 0; i < copies.nodes().size(); i++) {
      Node node = copies.nodes().get(i);
      List<BridgePort> more = new ArrayList<>(tunnels(node, copies.nodes(), shape));
      // Its copy maps the physnets of its own switches.
      int ofCopy = copies.switches().size() / (nodes / 3);
      int own = i / 3 * ofCopy;
      List<Nic> nics = new ArrayList<>(node.nics());
      // A third of the nodes carries no VM.
      int vms = isForVms(node) ? portsPerNode * 3 / 2 : 0;
      for (int vm = 0; vm < vms; vm++) {
        String name = "%08x-1000-4000-8000-%012x".formatted(i * 1000 + vm, i);
        int at = own + vm % ofCopy;
        LogicalSwitch on = copies.switches().get(at);
        more.add(tap(name));
        nics.add(tapDevice(name));
        ports.get(at).add(logical(name, on.name()));
        bindings.add(
            PortBinding.builder(name)
                .switchName(on.name())
                .chassis(node.systemId())
                .up(true)
                .build());
      }
      large.add(grown(node.withNics(nics), more, shape));
    }
    List<LogicalSwitch> switches =
        IntStream.range(0, ports.size())
            .mapToObj(i -> copies.switches().get(i).withPorts(ports.get(i)))
            .toList();
    return copies.withNodes(large).withSwitches(switches).withBindings(bindings);
  }

  /** An inventory of its nodes. */
  public static String inventory(Cluster cluster) {
    return cluster.nodes().stream()
        .map(
            node ->
                "  %s: {address: %s, roles: [%s], oob: [{name: console, console: c, survives: [nic, lan]}]}"
                    .formatted(node.name(), node.address(), String.join(", ", node.roles())))
        .collect(
            Collectors.joining("\n", "apiVersion: safeops/v1\nkind: Inventory\nnodes:\n", "\n"));
  }

  /** Whether ovn-controller has connected the node to its provider network. */
  private static boolean isForVms(Node node) {
    return node.bridge("br-int").stream()
        .flatMap(bridge -> bridge.ports().stream())
        .anyMatch(port -> port.kind().equals("patch"));
  }

  private static Cluster healthy() {
    try {
      Problems problems = new Problems();
      Value body =
          Value.root(YamlFile.parse("healthy", Files.readString(HEALTHY)), problems)
              .map()
              .required("cluster");
      return ClusterSketch.of(body.node().orElseThrow(), problems)
          .flatMap(sketch -> sketch.cluster(problems))
          .orElseThrow();
    } catch (DocumentException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Node grown(Node node, List<BridgePort> more, Shape shape) {
    Node with =
        node.withBridge(
            "br-int",
            bridge -> {
              List<BridgePort> ports = new ArrayList<>(bridge.ports());
              ports.removeIf(BridgePort::isTunnel);
              ports.addAll(more);
              return bridge.withPorts(ports);
            });
    if (shape == Shape.MESH) {
      return with;
    }
    Map<String, String> ids = new java.util.TreeMap<>(with.externalIds());
    ids.put("ovn-transport-zones", "zone");
    return with.withExternalIds(ids);
  }

  private static List<BridgePort> tunnels(Node node, List<Node> all, Shape shape) {
    List<Node> others = shape == Shape.MESH ? all : all.subList(0, 3);
    List<BridgePort> tunnels = new ArrayList<>();
    for (Node other : others) {
      if (!other.name().equals(node.name())) {
        String ip = other.getEncapIps().get(0);
        tunnels.add(
            port(
                "ovn-%06x-0".formatted(tunnels.size()),
                "geneve",
                Map.of(BridgePort.TUNNEL_KEY, other.systemId().orElseThrow() + "@" + ip),
                Map.of("remote_ip", ip, "key", "flow", "csum", "true")));
      }
    }
    return tunnels;
  }

  private static BridgePort tap(String name) {
    return port(
        "tap" + name.substring(0, 11),
        "system",
        Map.of("iface-id", name, "ovn-installed", "true", "iface-status", "active"),
        Map.of());
  }

  private static Nic tapDevice(String name) {
    return Nic.builder("tap" + name.substring(0, 11))
        .kind("veth")
        .mtu(1500)
        .up(true)
        .carrier(true)
        .ovsBridge(Optional.of("br-int"))
        .build();
  }

  private static BridgePort port(
      String name, String kind, Map<String, String> externalIds, Map<String, String> options) {
    return BridgePort.builder(name, "br-int")
        .kind(kind)
        .interfaces(List.of(name))
        .members(
            List.of(
                BridgeInterface.builder(name)
                    .kind(kind)
                    .ofport(7)
                    .linkState(BridgeInterface.UP)
                    .adminState(BridgeInterface.UP)
                    .build()))
        .ofport(7)
        .externalIds(externalIds)
        .options(options)
        .build();
  }

  /** Each has its own. */
  private static String mac(String name) {
    return "fa:16" + name.substring(0, 8).replaceAll("(..)", ":$1");
  }

  private static LogicalPort logical(String name, String on) {
    return new LogicalPort(
        name,
        "",
        on,
        "",
        Optional.empty(),
        List.of(mac(name) + " 192.0.2.77"),
        List.of(),
        Map.of(),
        Map.of("neutron:port_name", "vm"),
        true,
        true,
        Map.of());
  }
}
