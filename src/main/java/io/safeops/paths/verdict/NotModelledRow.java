package io.safeops.paths.verdict;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A logical port of a type of which no path is known, and which a step deletes or changes. What
 * passes through it nobody can tell, so nothing tells whether the step cuts it.
 *
 * @param id the step and the port
 * @param step that deletes or changes it
 * @param type as {@code l2gateway}
 * @param what {@code deletes} or {@code changes}
 */
public record NotModelledRow(
    String id, String step, String port, String switchName, String type, String what) {

  /** What leads out of a switch, and what each chassis has for itself (ovn-nb(5)). */
  private static final Set<String> TYPES =
      Set.of("l2gateway", "vtep", "remote", LogicalPort.LOCALPORT);

  /** Those of a step. */
  static List<NotModelledRow> of(String step, Cluster before, Cluster after) {
    List<LogicalPort> old =
        before.getPorts().stream().filter(port -> TYPES.contains(port.type())).toList();
    if (old.isEmpty()) {
      return List.of();
    }
    Map<String, LogicalPort> now = new HashMap<>();
    after.getPorts().forEach(port -> now.putIfAbsent(port.name(), port));
    List<NotModelledRow> found = new ArrayList<>();
    for (LogicalPort port : old) {
      LogicalPort left = now.get(port.name());
      if (left == null || !left.withUp(port.up()).equals(port)) {
        found.add(
            new NotModelledRow(
                step + " " + port.name(),
                step,
                port.name(),
                port.switchName(),
                port.type(),
                left == null ? "deletes" : "changes"));
      }
    }
    return found;
  }
}
