package io.safeops.action.effect;

import io.safeops.facts.model.Cluster;
import io.safeops.predict.ControllerPrediction;
import java.util.List;
import java.util.Optional;

/**
 * The effect of {@code hostname NAME} and {@code hostnamectl set-hostname NAME}. ovn-controller
 * names its chassis so only where {@code external_ids:hostname} is not set; a start of Open vSwitch
 * sets that key (ovs-ctl(8), {@code --no-record-hostname}).
 */
final class HostnameEffect {

  private HostnameEffect() {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(String program, List<String> argv, List<String> nodes) {
    List<String> words = argv.subList(1, argv.size());
    List<String> plain = words.stream().filter(word -> !word.startsWith("-")).toList();
    if (program.equals("hostname")) {
      boolean fromFile = words.contains("-F") || words.contains("-b");
      return fromFile
          ? Optional.empty()
          : Optional.of(plain.size() == 1 ? named(plain.get(0), nodes) : LineEffect.NONE);
    }
    if (plain.isEmpty() || plain.get(0).equals("status") || plain.equals(List.of("hostname"))) {
      return Optional.of(LineEffect.NONE);
    }
    // A pretty name is only shown.
    boolean pretty = words.contains("--pretty");
    return plain.size() == 2 && plain.get(0).matches("(set-)?hostname")
        ? Optional.of(pretty ? LineEffect.NONE : named(plain.get(1), nodes))
        : Optional.empty();
  }

  private static LineEffect named(String hostname, List<String> nodes) {
    return LineEffect.onNodes(
        nodes,
        (before, name) -> {
          Cluster written =
              before.withNode(name, node -> node.toBuilder().hostname(hostname).build());
          return ControllerPrediction.of(before, written, name);
        });
  }
}
