package io.safeops.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ManagementPath;
import io.safeops.paths.verdict.PathComparison;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Incident 000 on facts recorded from a real cluster, in every disguise: what its steps add. */
class IncidentTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String OWN = "provnet-33333333-3333-4333-8333-333333333333";
  private static final String OTHER = "provnet-44444444-4444-4444-8444-444444444444";
  private static final Cluster CLUSTER = RecordedNodes.cluster();
  private static PolicySet policies;

  @BeforeAll
  static void load() throws DocumentException {
    policies = PolicySet.load(List.of());
  }

  /**
   * @param steps lines of a plan
   * @param added the rules that some step breaks
   */
  record Disguise(String name, String steps, List<String> added) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static String create(String name, String rest) {
    return "  - ovn.localnet.create: {switch: %s, name: %s%s}\n".formatted(SWITCH, name, rest);
  }

  private static String exec(String... argv) {
    return "  - exec: {argv: [" + String.join(", ", argv) + "], undo: none}\n";
  }

  static Stream<Disguise> disguises() {
    String loop = "paths/no-loop";
    String notNeutrons = "neutron-ownership/name-is-neutrons";
    String unmapped = "localnet/forwards";
    return Stream.of(
        new Disguise(
            "a typed action", create("ln-b", ", physnet: physnet2"), List.of(notNeutrons, loop)),
        new Disguise("Neutron's kind of name", create(OTHER, ", physnet: physnet2"), List.of(loop)),
        new Disguise("another tag", create(OTHER, ", physnet: physnet2, tag: 7"), List.of(loop)),
        new Disguise("another physnet", create(OTHER, ", physnet: x"), List.of(unmapped)),
        new Disguise(
            "another letter case", create(OTHER, ", physnet: PhysNet2"), List.of(unmapped)),
        new Disguise(
            "the note's commands",
            exec("ovn-nbctl", "lsp-add", SWITCH, "ln-b")
                + exec("ovn-nbctl", "lsp-set-type", "ln-b", "localnet")
                + exec("ovn-nbctl", "lsp-set-options", "ln-b", "network_name=physnet2")
                + exec("ovn-nbctl", "lsp-set-addresses", "ln-b", "unknown"),
            List.of(unmapped, notNeutrons, loop)),
        new Disguise(
            "in one command line",
            exec(
                "ovn-nbctl",
                "lsp-add",
                SWITCH,
                OTHER,
                "--",
                "lsp-set-type",
                OTHER,
                "localnet",
                "--",
                "lsp-set-options",
                OTHER,
                "network_name=physnet2"),
            List.of(loop)),
        new Disguise(
            "the right localnet anew",
            "  - ovn.localnet.recreate: {switch: " + SWITCH + "}\n",
            List.of()),
        new Disguise(
            "taken away first, and made again in another step",
            "  - ovn.localnet.delete: {switch: "
                + SWITCH
                + ", name: "
                + OWN
                + "}\n"
                + create(OWN, ", physnet: physnet2"),
            List.of("paths/stay")));
  }

  @Test
  void theRecordedClusterIsHealthy() {
    assertThat(policies.evaluate(CLUSTER)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("disguises")
  void isSeenThrough(Disguise disguise) throws Exception {
    TreeSet<String> added = new TreeSet<>();
    Cluster now = CLUSTER;
    for (Step step : plan(disguise.steps()).steps()) {
      Problems problems = new Problems();
      Action action = Actions.bind(step, List.of("ctl"), problems).orElseThrow();
      problems.throwIfAny();
      Cluster after = action.effect(now);
      for (Violation violation : added(now, after)) {
        added.add(violation.rule());
        if (violation.rule().equals("paths/no-loop")) {
          assertThat(violation.message()).contains(SWITCH, OWN, "loop");
        }
      }
      now = after;
    }
    assertThat(added).containsExactlyElementsOf(disguise.added());
  }

  @Test
  void theManagementNicAsAPortOfBrEx() throws Exception {
    ManagementPath path =
        new ManagementPath(
            "198.51.100.12",
            "198.51.100.1",
            "mgmt0",
            List.of("mgmt0"),
            List.of("mgmt0"),
            List.of());
    Cluster separate = CLUSTER.withNode("net", node -> node.withPaths(path, node.southboundPath()));
    Step step = plan("  - ovs.bridge.port.add: {bridge: br-ex, port: mgmt0}\n").steps().get(0);
    for (Cluster before : List.of(CLUSTER, separate)) {
      Cluster after =
          Actions.bind(step, List.of("net"), new Problems()).orElseThrow().effect(before);
      assertThat(added(before, after))
          .extracting(Violation::rule)
          .containsExactlyElementsOf(
              before == separate
                  ? List.of(
                      "management-path/nic-not-enslaved",
                      "management-path/uplink-without-address",
                      "paths/possible-loop")
                  : List.of("management-path/uplink-without-address", "paths/possible-loop"));
    }
  }

  /** What a review finds of a step. */
  private static List<Violation> added(Cluster before, Cluster after) {
    List<Violation> added =
        new ArrayList<>(Violation.added(policies.known(before), policies.predicted(after)));
    added.addAll(
        policies.ofChange(
            after,
            PathComparison.of(before, List.of(new PathComparison.StepResult("step", after)))));
    return added;
  }

  private static Plan plan(String steps) throws DocumentException {
    return PlanFile.of(
            YamlFile.parse(
                "p", "apiVersion: safeops/v1\nkind: Plan\nmetadata: {name: p}\nsteps:\n" + steps),
            Actions.names())
        .plan(Map.of());
  }
}
