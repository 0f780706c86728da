package io.safeops.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a plan says must hold: after a step ({@code expect}), or all the time until the end ({@code
 * guard.probes}, watched by the nodes themselves).
 */
public sealed interface Check
    permits Check.Holds, Check.Ping, Check.Tcp, Check.ComponentUp, Check.Storm {

  /**
   * Something true of the collected cluster; after a step only.
   *
   * @param expression CEL over {@code cluster}, with the values of parameters in it
   * @param written as the plan has it
   */
  record Holds(String expression, String written) implements Check {}

  /**
   * A host answers.
   *
   * @param from a node or a role; none means every node that carries a guard
   * @param count of packets, all of which must be answered
   */
  record Ping(Optional<String> from, String to, long count) implements Check {}

  /** A port takes connections. */
  record Tcp(Optional<String> from, String to, long port) implements Check {}

  /**
   * A component is active.
   *
   * @param nodes where; empty means wherever it is
   */
  record ComponentUp(String name, List<String> nodes) implements Check {
    public ComponentUp {
      nodes = List.copyOf(nodes);
    }
  }

  /** No storm of broadcasts on the uplinks of the changed bridges; as a probe only. */
  record Storm() implements Check {}

  /**
   * A check after a step.
   *
   * @param within how long it may take to come true
   */
  record TimedCheck(Check check, Duration within) {}
}
