package io.safeops.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A condition that a plan requires: after a step ({@code expect}), or all the time until the end
 * ({@code guard.probes}, checked by the nodes themselves).
 */
public sealed interface Check
    permits Check.Holds, Check.Ping, Check.Tcp, Check.ComponentUp, Check.Storm {

  /**
   * A condition over the collected cluster; only after a step.
   *
   * @param expression CEL over {@code cluster}, with the parameter values filled in
   * @param written the expression as written in the plan
   */
  record Holds(String expression, String written) implements Check {}

  /**
   * A host answers ping.
   *
   * @param from a node or a role; none: every node that has a guard
   * @param count the number of packets; all of them must be answered
   */
  record Ping(Optional<String> from, String to, long count) implements Check {}

  /** A TCP port accepts connections. */
  record Tcp(Optional<String> from, String to, long port) implements Check {}

  /**
   * A component is active.
   *
   * @param nodes the nodes to check; empty: every node that has the component
   */
  record ComponentUp(String name, List<String> nodes) implements Check {
    public ComponentUp {
      nodes = List.copyOf(nodes);
    }
  }

  /** No broadcast storm on the uplinks of the changed bridges; only as a probe. */
  record Storm() implements Check {}

  /**
   * A check after a step.
   *
   * @param within how long it may take until the check holds
   */
  record TimedCheck(Check check, Duration within) {}
}
