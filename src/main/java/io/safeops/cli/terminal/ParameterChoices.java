package io.safeops.cli.terminal;

import io.safeops.document.NearestName;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.plan.Param;
import io.safeops.plan.PlanFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values that a parameter of a plan may have in a cluster, with the other parameters as they
 * are.
 *
 * @param values to choose from
 * @param isComplete whether a value that is not among them makes the plan fail
 * @param alsoAccepted other names of the values, which are not shown
 */
public record ParameterChoices(List<String> values, boolean isComplete, List<String> alsoAccepted) {

  /** Values that a refusal names; Tab shows all. */
  private static final int MOST = 20;

  public ParameterChoices {
    values = List.copyOf(values);
    alsoAccepted = List.copyOf(alsoAccepted);
  }

  /**
   * The choices.
   *
   * @param others the values of the other parameters that are known, by name
   * @param cluster empty if it could not be read
   */
  public static ParameterChoices of(
      PlanFile plan, Param param, Map<String, String> others, Optional<Cluster> cluster) {
    List<String> usual = ParameterValues.of(param, cluster);
    if (cluster.isEmpty() || !param.allowed().isEmpty()) {
      return open(usual);
    }
    ParameterChoices choices = ofUses(plan.uses(param.name()), param, others, cluster.get());
    return new ParameterChoices(
        choices.values().stream()
            .filter(value -> param.refuse(value).isEmpty())
            .distinct()
            .sorted()
            .toList(),
        choices.isComplete() && !choices.values().isEmpty(),
        choices.alsoAccepted());
  }

  /** The values that are known of a plan's parameters: those that were given, else the defaults. */
  public static Map<String, String> known(PlanFile plan, Map<String, String> given) {
    Map<String, String> known = new LinkedHashMap<>();
    plan.params()
        .forEach(each -> each.defaultValue().ifPresent(usual -> known.put(each.name(), usual)));
    known.putAll(given);
    return known;
  }

  private static ParameterChoices ofUses(
      List<String> uses, Param param, Map<String, String> others, Cluster cluster) {
    Optional<Node> node = Optional.ofNullable(others.get("node")).flatMap(cluster::node);
    boolean areAllRead = read(node.map(List::of).orElse(cluster.nodes()));
    // What a command that is written out does with a value is not known.
    boolean isKnown = !uses.isEmpty() && uses.stream().noneMatch(use -> use.startsWith("exec "));
    List<String> usual = ParameterValues.of(param, Optional.of(cluster));
    return switch (param.type()) {
      case NODE ->
          uses.equals(List.of(PlanFile.NODES))
              ? complete(usual, true)
              : uses.contains("ovn.lrp.set-gateway-chassis chassis")
                  ? open(cluster.chassis().stream().map(Chassis::hostname).toList())
                  : open(usual);
      case BRIDGE ->
          complete(
              names(
                  cluster.getBridges().stream()
                      .filter(each -> node.isEmpty() || each.node().equals(node.get().name()))
                      .map(Bridge::name)),
              isKnown && areAllRead);
      case OVN_SWITCH ->
          new ParameterChoices(
              usual,
              isKnown && cluster.northbound().isPresent(),
              names(cluster.switches().stream().map(LogicalSwitch::uuid)));
      case IFNAME -> interfaces(uses, others, node, usual, isKnown && areAllRead);
      case OVN_PORT -> ports(uses, others, cluster, usual);
      default -> open(usual);
    };
  }

  private static ParameterChoices interfaces(
      List<String> uses,
      Map<String, String> others,
      Optional<Node> node,
      List<String> usual,
      boolean isKnown) {
    if (node.isEmpty()) {
      return open(usual);
    }
    if (uses.contains("ovs.bridge.port.remove port") || uses.contains("ovs.port.set-vlan port")) {
      return bridgePorts(node.get(), Optional.ofNullable(others.get("bridge")), isKnown);
    }
    if (uses.contains("ovs.bridge.port.add port")) {
      return open(
          names(
              node.get().nics().stream()
                  .filter(nic -> nic.ovsBridge().isEmpty() && !nic.name().equals("lo"))
                  .map(Nic::name)));
    }
    return uses.contains("ip.link.set-up interface")
        ? complete(
            names(node.get().nics().stream().map(Nic::name).filter(nic -> !nic.equals("lo"))),
            isKnown)
        : open(usual);
  }

  /** Uplinks are shown; the other ports are taken, too. */
  private static ParameterChoices bridgePorts(
      Node node, Optional<String> named, boolean isComplete) {
    List<BridgePort> all =
        node.bridges().stream()
            .filter(bridge -> named.isEmpty() || bridge.name().equals(named.get()))
            .flatMap(bridge -> bridge.ports().stream())
            .toList();
    return new ParameterChoices(
        names(
            all.stream()
                .filter(port -> port.kind().equals("system") || port.kind().equals("bond"))
                .filter(port -> !port.bridge().equals(node.getIntegrationBridge()))
                .map(BridgePort::name)),
        isComplete,
        names(all.stream().map(BridgePort::name)));
  }

  private static ParameterChoices ports(
      List<String> uses, Map<String, String> others, Cluster cluster, List<String> usual) {
    Optional<LogicalSwitch> on =
        Optional.ofNullable(others.get("switch"))
            .flatMap(
                named ->
                    cluster.switches().stream()
                        .filter(each -> each.name().equals(named) || each.uuid().equals(named))
                        .findFirst());
    List<String> localnets =
        names(
            on.map(LogicalSwitch::ports).orElse(cluster.getPorts()).stream()
                .filter(LogicalPort::isLocalnet)
                .map(LogicalPort::name));
    if (uses.contains("ovn.lrp.set-gateway-chassis port")) {
      return complete(names(cluster.getRouterPorts().stream().map(RouterPort::name)), true);
    } else if (uses.contains("ovn.chassis.delete chassis")) {
      return complete(names(cluster.chassis().stream().map(Chassis::name)), true);
    } else if (uses.contains("ovn.localnet.delete name")) {
      return complete(localnets, on.isPresent());
    } else if (uses.contains("ovn.localnet.recreate name")) {
      return open(localnets);
    } else if (uses.contains("ovn.port.rebind port")) {
      return open(
          names(
              cluster.getPorts().stream()
                  .filter(port -> port.type().isEmpty())
                  .map(LogicalPort::name)));
    }
    return open(usual);
  }

  private static boolean read(Collection<Node> nodes) {
    return nodes.stream().allMatch(node -> node.unreachable().isEmpty());
  }

  private static List<String> names(Stream<String> all) {
    return all.distinct().sorted().toList();
  }

  private static ParameterChoices open(List<String> values) {
    return new ParameterChoices(values, false, List.of());
  }

  private static ParameterChoices complete(List<String> values, boolean isComplete) {
    return new ParameterChoices(values, isComplete, List.of());
  }

  /** Why a value of the right type is not taken; empty if it is. */
  Optional<String> refuse(String value) {
    if (!isComplete || values.contains(value) || alsoAccepted.contains(value)) {
      return Optional.empty();
    }
    return Optional.of(
        "there is no `"
            + value
            + "`"
            + NearestName.to(value, values)
                .map(near -> ", did you mean `" + near + "`?")
                .orElse(".")
            + (values.size() <= MOST
                ? " There is " + String.join(", ", values)
                : " Tab shows the " + values.size() + " that there are"));
  }
}
