package io.safeops.action.bridge;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.BridgePort;
import java.util.List;
import java.util.Optional;

/** The predicate that a port of a bridge has exactly these VLANs set. */
record PortVlanIs(String node, String port, Optional<Long> tag, List<Long> trunks, String mode)
    implements FactPredicate {

  PortVlanIs {
    trunks = List.copyOf(trunks);
  }

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.SWITCH);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<BridgePort> found =
        cluster.node(node).stream()
            .flatMap(each -> each.bridges().stream())
            .flatMap(bridge -> bridge.port(port).stream())
            .findFirst();
    if (found.isEmpty()) {
      return Optional.of("there is no such port");
    }
    BridgePort is = found.get();
    return is.tag().equals(tag) && is.trunks().equals(trunks) && is.vlanMode().equals(mode)
        ? Optional.empty()
        : Optional.of("it has " + words(is.tag(), is.trunks(), is.vlanMode()));
  }

  /** The VLANs as text. */
  static String words(Optional<Long> tag, List<Long> trunks, String mode) {
    String words =
        tag.map(vlan -> "tag " + vlan + " ").orElse("")
            + (trunks.isEmpty() ? "" : "trunks " + trunks + " ")
            + (mode.isEmpty() ? "" : "vlan_mode " + mode);
    return words.isEmpty() ? "no tag and all VLANs" : words.strip();
  }
}
