package io.safeops.cli.terminal;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.plan.Param;
import io.safeops.plan.ParamType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The values that a parameter may have in a cluster, for completion. */
public final class ParameterValues {

  private ParameterValues() {}

  /**
   * The values of the parameter's type that there are; empty where any value may be right. Names
   * from the facts are only among them if the parameter accepts them.
   *
   * @param cluster its names; empty if it was not read
   */
  public static List<String> of(Param param, Optional<Cluster> cluster) {
    if (!param.allowed().isEmpty()) {
      return param.allowed();
    }
    if (param.type() == ParamType.BOOL) {
      return List.of("true", "false");
    }
    return cluster
        .map(
            known ->
                names(param.type(), known)
                    .filter(name -> param.refuse(name).isEmpty())
                    .distinct()
                    .sorted()
                    .toList())
        .orElse(List.of());
  }

  private static Stream<String> names(ParamType type, Cluster cluster) {
    return switch (type) {
      case NODE -> cluster.nodes().stream().map(Node::name);
      case BRIDGE -> cluster.getBridges().stream().map(Bridge::name);
      case IFNAME -> cluster.nodes().stream().flatMap(node -> node.nics().stream()).map(Nic::name);
      case OVN_SWITCH -> cluster.switches().stream().map(LogicalSwitch::name);
      case OVN_PORT -> cluster.getPorts().stream().map(LogicalPort::name);
      case PHYSNET -> cluster.getMappings().stream().map(BridgeMapping::physnet);
      default -> Stream.empty();
    };
  }
}
