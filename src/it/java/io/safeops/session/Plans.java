package io.safeops.session;

import io.safeops.lab.Lab;
import java.nio.file.Path;
import java.util.List;

/** The plans that the tests run, written as an operator would write them. */
final class Plans {

  static final Path RECREATE = Path.of("playbooks/recreate-localnet.yaml").toAbsolutePath();
  static final Path RESTART_CENTRAL =
      Path.of("playbooks/restart-ovn-central.yaml").toAbsolutePath();
  static final String SECOND = "provnet-44444444-4444-4444-8444-444444444444";

  /** A switch without ports, made by {@link Bench}. A localnet on it affects no packet. */
  static final String QUIET_SWITCH = "quiet";

  static final String QUIET_PORT = "ln-quiet";

  private Plans() {}

  /** One step. */
  static String plan(String guard, String... steps) {
    return "apiVersion: safeops/v1\nkind: Plan\nmetadata: {name: test}\nguard: {"
        + guard
        + "}\nsteps:\n"
        + String.join("\n", List.of(steps).stream().map(step -> "  - " + step).toList())
        + "\n";
  }

  static String create(String target, String name, String physnet, String tag) {
    return "ovn.localnet.create: {switch: \"%s\", name: \"%s\", physnet: \"%s\"%s}"
        .formatted(target, name, physnet, tag.isEmpty() ? "" : ", tag: " + tag);
  }

  /** A harmless change that arms all three nodes. */
  static String quiet(String guard) {
    return plan(guard, create(QUIET_SWITCH, QUIET_PORT, "physnet2", "77"));
  }

  /** A plan that makes the loop: a second localnet beside Neutron's. */
  static String storm(String guard) {
    return plan(guard, create(Lab.SWITCH, SECOND, "physnet2", ""));
  }

  static String exec(String... argv) {
    return "exec: {argv: ["
        + String.join(", ", List.of(argv).stream().map(word -> '"' + word + '"').toList())
        + "], undo: none}";
  }
}
