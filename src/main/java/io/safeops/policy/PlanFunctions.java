package io.safeops.policy;

import io.safeops.expression.IdentityCache;
import io.safeops.facts.ovn.LogicalPort;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The functions that expressions can call on a plan. */
public final class PlanFunctions {

  private static final IdentityCache<List<LogicalPort>, Set<String>> NAMES =
      new IdentityCache<>(
          ports -> ports.stream().map(LogicalPort::name).collect(Collectors.toSet()));

  private static final IdentityCache<List<LogicalPort>, Set<String>> WITH_LOCALNET =
      new IdentityCache<>(
          ports ->
              ports.stream()
                  .filter(LogicalPort::isLocalnet)
                  .map(LogicalPort::switchName)
                  .collect(Collectors.toSet()));

  private static final IdentityCache<List<StepChange>, Set<String>> ROUTERS =
      all(StepChange::routers);
  private static final IdentityCache<List<StepChange>, Set<String>> NETWORKS =
      all(StepChange::networks);

  private PlanFunctions() {}

  private static IdentityCache<List<StepChange>, Set<String>> all(
      Function<StepChange, Collection<String>> names) {
    return new IdentityCache<>(
        changes ->
            changes.stream()
                .flatMap(change -> names.apply(change).stream())
                .collect(Collectors.toSet()));
  }

  /** Whether a logical port of that name is there before the plan and not after it. */
  public static boolean removes(PlanContext plan, String port) {
    return NAMES.of(plan.removed()).contains(port);
  }

  /** Whether the plan makes a localnet on the switch. */
  public static boolean makesLocalnetOn(PlanContext plan, String switchName) {
    return WITH_LOCALNET.of(plan.made()).contains(switchName);
  }

  /** Whether a step removes the gateway of Neutron's router with that id, even for a moment. */
  public static boolean takesGatewayOf(PlanContext plan, String router) {
    return ROUTERS.of(plan.changes()).contains(router);
  }

  /** Whether a step deletes Neutron's network with that id, even if it makes the network again. */
  public static boolean deletesNetwork(PlanContext plan, String network) {
    return NETWORKS.of(plan.changes()).contains(network);
  }
}
