package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.diagnosis.Baseline;
import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Doctor;
import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.paths.trace.Traced;
import io.safeops.policy.PolicySet;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people and programs read of doctor. */
class DoctorViewTest {

  private static final String NO_FLOWS = "nodes[net].bridges[br-ex].forwarding: none";
  private static final String UNCLAIMED = "bindings[vm2]: {chassis: ~, up: false}";
  private static final String IDLE =
      "switches[public].ports[+idle]: {name: idle, addresses: [\"fa:16:3e:00:00:09\"], up: false}";

  private final StringWriter out = new StringWriter();
  private final Output output =
      new Output(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true));

  private static Diagnosis examine(Cluster... looks) throws Exception {
    Deque<Cluster> left = new ArrayDeque<>(List.of(looks));
    return new Doctor(PolicySet.load(List.of()), Optional.empty()).examine(left::remove);
  }

  private String text(Diagnosis diagnosis) {
    out.getBuffer().setLength(0);
    new DoctorView.Text(output, Optional.empty()).show(diagnosis, Optional.empty());
    return out.toString();
  }

  private JsonNode json(Diagnosis diagnosis) throws Exception {
    out.getBuffer().setLength(0);
    new DoctorView.Json(output, Optional.empty()).show(diagnosis, Optional.empty());
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void aHealthyClusterIsTwoLines() throws Exception {
    assertThat(text(examine(HealthyCluster.with())).lines())
        .containsExactly("17 paths judged, 17 work", "no fault found on 3 nodes");
  }

  @Test
  void portsThatNobodyUsesAndChassisOfNoNodeAreCountedInOneLine() throws Exception {
    String stranger = "chassis[+other]: {name: other, hostname: other}";
    Diagnosis diagnosis = examine(HealthyCluster.with(IDLE, stranger));
    assertThat(text(diagnosis).lines())
        .containsExactly(
            "17 paths judged, 17 work; 1 logical port is used by nobody (idle);"
                + " 1 cannot be decided (not modelled): 1 path (chassis other -> new changes)",
            "no fault found on 3 nodes");
    assertThat(json(diagnosis).get("paths").toString())
        .isEqualTo(
            "{\"judged\":17,\"works\":17,\"degraded\":0,\"asLastProgrammed\":0,\"unknown\":0,"
                + "\"broken\":0,\"notModelled\":1,"
                + "\"notModelledNames\":[\"1 path (chassis other -> new changes)\"],\"idle\":1}");
  }

  @Test
  void aFindingOfAPathHasItsHopItsAnswerAndItsEnds() throws Exception {
    Diagnosis diagnosis = examine(HealthyCluster.with(NO_FLOWS));
    assertThat(text(diagnosis))
        .startsWith("FAULT paths/bridge: net: bridge br-ex: it has no flow that forwards")
        .endsWith("1 fault on 3 nodes\n");
    JsonNode finding = json(diagnosis).get("findings").get(0);
    assertThat(finding.get("hop").asText()).isEqualTo("bridge net: bridge br-ex");
    assertThat(finding.get("answer").asText()).isEqualTo("broken");
    assertThat(finding.get("paths").asInt()).isEqualTo(finding.get("ends").size()).isPositive();
    assertThat(finding.get("ends").toString()).contains("vm2 -> provider network physnet2");
  }

  @Test
  void aNodeThatCouldNotBeReadIsNamedOnceWithWhatHangsOnIt() throws Exception {
    Cluster cluster =
        HealthyCluster.with()
            .withNode(
                "net",
                node ->
                    Node.unread(
                        "net",
                        node.address(),
                        node.roles(),
                        Optional.empty(),
                        Optional.of("dead")));
    Diagnosis diagnosis = examine(cluster);
    assertThat(text(diagnosis).lines())
        .filteredOn(line -> line.contains("dead"))
        .containsExactly("UNREAD net: dead");
    assertThat(text(diagnosis))
        .contains("      not known whether it works: vm2 -> provider network physnet2\n")
        .contains("no fault found on 2 nodes; 1 could not be read");
    assertThat(json(diagnosis).get("hanging").get("net").toString())
        .isEqualTo("[\"vm2 -> provider network physnet2\"]");
  }

  @Test
  void whatSettledIsOneLineAndNoFault() throws Exception {
    Diagnosis diagnosis = examine(HealthyCluster.with(UNCLAIMED), HealthyCluster.with());
    assertThat(text(diagnosis))
        .startsWith(
            "settled meanwhile: port 10000002-0000-4000-8000-000000000002 of VM vm2 (no chassis")
        .endsWith("no fault found on 3 nodes\n");
    assertThat(json(diagnosis).get("settled")).hasSize(1);
  }

  @Test
  void aFaultThatOnlyTheBaselineKnowsNamesIt() throws Exception {
    Cluster now =
        HealthyCluster.with(
            "switches[public].ports[vm2].addresses: [\"fa:16:3e:00:00:02 192.0.2.99\"]",
            "switches[public].ports[vm1]: ~",
            "bindings[vm1]: ~",
            "nodes[cmp].bridges[br-int].ports[tap10000001-00]: ~");
    Diagnosis diagnosis =
        new Doctor(
                PolicySet.load(List.of()),
                Optional.of(new Baseline("then.json", HealthyCluster.with())))
            .examine(now);
    assertThat(text(diagnosis))
        .contains("Cut off: vm2 -> provider network physnet2. The baseline then.json has it\n")
        .contains("baseline then.json of ")
        .contains(": 1 end of it is gone, deleted or switched off since: vm1\n");
    assertThat(json(diagnosis).get("findings").get(0).get("baseline").asBoolean()).isTrue();
    assertThat(json(diagnosis).get("baseline").get("gone").asInt()).isEqualTo(1);
  }

  @Test
  void aTraceThatContradictsTheFactsIsAFault() throws Exception {
    Diagnosis diagnosis = examine(HealthyCluster.with());
    var path =
        diagnosis.paths().paths().stream()
            .filter(each -> each.getLabel().startsWith("vm2 -> "))
            .findFirst()
            .orElseThrow();
    Traced fault = new Traced(path, "net", Traced.Verdict.DROPPED, "dropped in table 0");
    Traced passes = new Traced(path, "net", Traced.Verdict.PASSES, "");
    new DoctorView.Text(output, Optional.empty())
        .show(diagnosis, Optional.of(List.of(passes, fault)));
    assertThat(out.toString().lines())
        .containsExactly(
            "FAULT TRACE net: vm2 -> provider network physnet2: dropped in table 0, although the"
                + " facts say that it passes. Unless an ACL drops it on purpose, the flows are wrong",
            "TRACE net: vm2 -> provider network physnet2: passes",
            "17 paths judged, 17 work",
            "1 fault on 3 nodes");
    out.getBuffer().setLength(0);
    new DoctorView.Json(output, Optional.empty()).show(diagnosis, Optional.of(List.of(fault)));
    assertThat(
            new ObjectMapper().readTree(out.toString()).get("traces").get(0).get("trace").asText())
        .isEqualTo("dropped");
  }
}
