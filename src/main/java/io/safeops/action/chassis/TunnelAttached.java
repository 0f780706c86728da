package io.safeops.action.chassis;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.BridgePort;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The predicate that ovn-controller on a node has a working tunnel to one of these addresses.
 *
 * @param node where the tunnel begins
 */
record TunnelAttached(String node, List<String> ends) implements FactPredicate {

  TunnelAttached {
    ends = List.copyOf(ends);
  }

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.SWITCH);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<BridgePort> tunnels =
        cluster.node(node).stream()
            .flatMap(each -> each.bridges().stream())
            .flatMap(bridge -> bridge.ports().stream())
            .filter(BridgePort::isTunnel)
            .toList();
    if (tunnels.stream().anyMatch(each -> each.isAttached() && ends.contains(each.getRemoteIp()))) {
      return Optional.empty();
    }
    return Optional.of(
        tunnels.isEmpty()
            ? "it has no tunnel"
            : "its tunnels lead to "
                + tunnels.stream().map(TunnelAttached::words).collect(Collectors.joining(", ")));
  }

  private static String words(BridgePort tunnel) {
    return tunnel.getRemoteIp() + (tunnel.isAttached() ? "" : " (not attached)");
  }
}
