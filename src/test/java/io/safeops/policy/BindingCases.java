package io.safeops.policy;

import static io.safeops.policy.ChassisCases.LAB;
import static io.safeops.policy.RuleCase.of;

import io.safeops.cluster.BridgePort;
import io.safeops.cluster.Cluster;
import io.safeops.cluster.LogicalPort;
import io.safeops.cluster.PortBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** VMs' ports, their bindings and their interfaces. vm2 is on net. */
final class BindingCases {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String TAP2 = "tap10000002-00";

  private BindingCases() {}

  static List<RuleCase> all() {
    return List.of(
        of(
            "an interface without its iface-id",
            unbound(tap(ids -> ids.remove("iface-id"))),
            "port-binding/iface-id|net: interface tap10000002-00 of VM vm2 has lost its iface-id,"
                + " which is to be "
                + VM2),
        of(
            "an interface with a wrong iface-id",
            unbound(tap(ids -> ids.put("iface-id", VM2 + "x"))),
            "port-binding/iface-id|has the iface-id " + VM2 + "x, which is to be " + VM2 + ":"),
        of(
            "known by its name, where Nova wrote no MAC",
            unbound(tap(ids -> ids.keySet().removeAll(List.of("iface-id", "attached-mac")))),
            "port-binding/iface-id|net: interface tap10000002-00"),
        of(
            "a port that no VM has plugged in",
            unbound(
                LAB.withNode(
                    "net", node -> node.withBridge("br-int", bridge -> bridge.withoutPort(TAP2))))),
        of(
            "a bound port whose interface is gone",
            LAB.withNode(
                "net", node -> node.withBridge("br-int", bridge -> bridge.withoutPort(TAP2))),
            "port-binding/interface-is-there|net: port " + VM2 + " of VM vm2 is bound there"),
        of(
            "another host",
            unbound(row(port -> port.withOptions(Map.of("requested-chassis", "cmp")))),
            "port-binding/requested-host|is to be bound on cmp (options requested-chassis) and its"
                + " interface tap10000002-00 is on net"),
        of(
            "its own host by name",
            row(port -> port.withOptions(Map.of("requested-chassis", "net")))),
        of(
            "two hosts while it moves",
            row(port -> port.withOptions(Map.of("requested-chassis", "cmp,net")))),
        of(
            "disabled",
            row(port -> port.withEnabled(false)),
            "port-binding/enabled|net: port " + VM2 + " of VM vm2 is disabled in the Northbound"),
        of(
            "an interface without a device",
            unbound(
                LAB.withNode(
                    "net",
                    node ->
                        node.withBridge(
                            "br-int",
                            bridge -> bridge.withPort(dead(bridge.port(TAP2).orElseThrow()))))),
            "port-binding/attached|net: interface tap10000002-00 of VM vm2 has no ofport"),
        of(
            "all is well and nobody binds it",
            unbound(LAB),
            "port-binding/served|enabled and may be bound, but it is bound nowhere"),
        of(
            "bound without flows",
            tap(ids -> ids.remove("ovn-installed")),
            "port-binding/served|but it is bound and its flows are not installed"));
  }

  private static Cluster tap(java.util.function.Consumer<Map<String, String>> change) {
    return LAB.withNode(
        "net",
        node ->
            node.withBridge(
                "br-int",
                bridge -> {
                  BridgePort port = bridge.port(TAP2).orElseThrow();
                  Map<String, String> ids = new TreeMap<>(port.externalIds());
                  change.accept(ids);
                  return bridge.withPort(port.withExternalIds(ids));
                }));
  }

  private static BridgePort dead(BridgePort port) {
    return new BridgePort(
        port.name(),
        port.bridge(),
        port.tag(),
        port.kind(),
        port.interfaces(),
        -1,
        port.peer(),
        port.externalIds(),
        port.options(),
        Optional.of("could not open network device"));
  }

  private static Cluster row(UnaryOperator<LogicalPort> change) {
    return LAB.withSwitch(
        SWITCH, each -> each.withPort(change.apply(each.port(VM2).orElseThrow())));
  }

  private static Cluster unbound(Cluster cluster) {
    return cluster.withBindings(cluster.bindings().stream().map(BindingCases::unbound).toList());
  }

  private static PortBinding unbound(PortBinding binding) {
    return binding.logicalPort().equals(VM2)
        ? binding.withChassis(Optional.empty(), binding.requestedChassis(), false)
        : binding;
  }
}
