package io.safeops.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.Answer;
import io.safeops.policy.PolicySet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Findings of doctor: their order, the looks, the baseline, and what hangs on unread nodes. */
class DoctorTest {

  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final String LOCALNET = "provnet-33333333-3333-4333-8333-333333333333";
  private static final String NO_FLOWS = "nodes[net].bridges[br-ex].forwarding: none";
  private static final String UNCLAIMED = "bindings[vm2]: {chassis: ~, up: false}";
  private static final String NO_CONTROLLER =
      "nodes[cmp].components[controller]: {state: failed, process: ''}";
  private static final String NO_INTERFACE = "nodes[net].bridges[br-int].ports[tap10000002-00]: ~";
  private static final String NO_DEVICE = "nodes[net].nics[tap10000002-00]: ~";

  private static Diagnosis examine(Cluster cluster) throws Exception {
    return new Doctor(PolicySet.load(List.of()), Optional.empty()).examine(cluster);
  }

  private static Diagnosis looks(Cluster first, Cluster... more) throws Exception {
    Deque<Cluster> left = new ArrayDeque<>(List.of(more));
    left.addFirst(first);
    Diagnosis diagnosis =
        new Doctor(PolicySet.load(List.of()), Optional.empty()).examine(left::remove);
    assertThat(left).as("looks that were not needed").isEmpty();
    return diagnosis;
  }

  private static Diagnosis compared(Cluster baseline, Cluster now) throws Exception {
    return new Doctor(PolicySet.load(List.of()), Optional.of(new Baseline("then.json", baseline)))
        .examine(now);
  }

  private static Cluster unread(String node, String... changes) throws Exception {
    return HealthyCluster.with(changes)
        .withNode(
            node,
            each ->
                Node.unread(
                    node,
                    each.address(),
                    each.roles(),
                    Optional.empty(),
                    Optional.of("no answer")));
  }

  private static List<String> hops(Diagnosis diagnosis) {
    return diagnosis.faults().stream()
        .flatMap(each -> each.hop().stream())
        .map(hop -> hop.id())
        .toList();
  }

  @Test
  void aHealthyClusterHasNoFindingAndAllItsPathsWork() throws Exception {
    Diagnosis diagnosis = examine(HealthyCluster.with());
    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.paths().judged())
        .isPositive()
        .isEqualTo(diagnosis.paths().count(Answer.WORKS));
  }

  @Test
  void findingsOfPathsComeWorstFirstAndBeforeTheOthers() throws Exception {
    Diagnosis diagnosis = examine(HealthyCluster.with(NO_FLOWS, NO_CONTROLLER));
    assertThat(diagnosis.faults().get(0).hop().map(hop -> hop.id()))
        .contains("bridge net: bridge br-ex");
    assertThat(diagnosis.faults().get(0).violation().rule()).isEqualTo("paths/bridge");
    assertThat(hops(diagnosis))
        .containsSubsequence("bridge net: bridge br-ex", "controller-runs controller on cmp");
    List<Boolean> aboutPaths =
        diagnosis.faults().stream().map(each -> each.hop().isPresent()).toList();
    assertThat(aboutPaths.lastIndexOf(true))
        .isLessThan(aboutPaths.contains(false) ? aboutPaths.indexOf(false) : 1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ctl", "net", "cmp"})
  void aNodeThatCannotBeReadIsNoFaultAndWhatHangsOnItIsSaidOnce(String node) throws Exception {
    Diagnosis diagnosis = examine(unread(node));
    assertThat(hops(diagnosis)).isEmpty();
    assertThat(diagnosis.unread()).hasSize(1);
    assertThat(diagnosis.hanging()).containsOnlyKeys(node);
    assertThat(diagnosis.hanging().get(node))
        .noneMatch(path -> path.startsWith(node + " -> "))
        .anyMatch(
            path ->
                path.startsWith(
                    switch (node) {
                      case "net" -> "vm2 -> ";
                      case "cmp" -> "vm1 -> ";
                      default -> "northd -> ";
                    }));
    assertThat(diagnosis.paths().count(Answer.UNKNOWN)).isPositive();
  }

  /** As the collector has it: only the node tells which chassis it is. */
  @Test
  void theChassisOfANodeThatCannotBeReadIsNotOneOfAStranger() throws Exception {
    Diagnosis diagnosis =
        examine(unread("net", "chassis[44444444-4444-4444-8444-444444444412].node: ~"));
    assertThat(hops(diagnosis)).isEmpty();
    assertThat(diagnosis.hanging().get("net")).anyMatch(path -> path.startsWith("vm2 -> "));
    assertThat(diagnosis.paths().notModelled()).isZero();
  }

  @Test
  void aFaultThatTheSecondLookDoesNotSeeHasSettled() throws Exception {
    Diagnosis diagnosis = looks(HealthyCluster.with(UNCLAIMED), HealthyCluster.with());
    assertThat(diagnosis.faults()).isEmpty();
    assertThat(diagnosis.settled()).hasSize(1).first().asString().contains("port " + VM2);
  }

  @Test
  void aFaultThatBothLooksSeeIsOne() throws Exception {
    Diagnosis diagnosis = looks(HealthyCluster.with(UNCLAIMED), HealthyCluster.with(UNCLAIMED));
    assertThat(hops(diagnosis)).containsExactly("port-claimed port " + VM2 + " of VM vm2");
    assertThat(diagnosis.settled()).isEmpty();
  }

  @Test
  void whatDoesNotSettleIsNotLookedAtAgain() throws Exception {
    assertThat(hops(looks(HealthyCluster.with(NO_FLOWS))))
        .containsExactly("bridge net: bridge br-ex");
  }

  /** The cause of what settled is seen only now: without a third look it would be lost. */
  @Test
  void aFaultThatTheSecondLookSeesFirstIsLookedAtOnceMore() throws Exception {
    Diagnosis diagnosis =
        looks(
            HealthyCluster.with(UNCLAIMED),
            HealthyCluster.with(NO_CONTROLLER),
            HealthyCluster.with(NO_CONTROLLER));
    assertThat(hops(diagnosis)).containsExactly("controller-runs controller on cmp");
    assertThat(diagnosis.settled()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"process: stopped", "answer: silent"})
  void aDaemonThatIsHungIsNotLookedAtAgain(String hung) throws Exception {
    assertThat(hops(looks(HealthyCluster.with("nodes[cmp].components[controller]." + hung))))
        .containsExactly("controller-runs controller on cmp");
  }

  /** Seen in the lab: the bridges of the node were faults of their own. */
  @Test
  void aStoppedSwitchExplainsThatItsFlowsCouldNotBeRead() throws Exception {
    assertThat(
            hops(
                examine(
                    HealthyCluster.with(
                        "nodes[net].components[vswitchd].process: stopped",
                        "nodes[net].bridges[br-ex].forwarding: ''"))))
        .containsExactly("switch-runs vswitchd on net");
  }

  @Test
  void aFaultThatComesAndGoesIsReported() throws Exception {
    Diagnosis diagnosis =
        looks(
            HealthyCluster.with(UNCLAIMED),
            HealthyCluster.with(NO_CONTROLLER),
            HealthyCluster.with(UNCLAIMED));
    assertThat(hops(diagnosis)).containsExactly("port-claimed port " + VM2 + " of VM vm2");
  }

  @Test
  void whatTheSecondLookCannotReadHasNotSettled() throws Exception {
    Diagnosis diagnosis = looks(HealthyCluster.with(UNCLAIMED), unread("net", UNCLAIMED));
    assertThat(diagnosis.settled()).isEmpty();
    assertThat(diagnosis.faults()).as("of " + VM2).isNotEmpty();
  }

  @Test
  void theBaselineAsksForALocalnetThatIsGone() throws Exception {
    Cluster now =
        HealthyCluster.with(
            "switches[public].ports[" + LOCALNET + "]: ~", "switches[public].externalIds: ~");
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(diagnosis.faults())
        .filteredOn(each -> each.violation().rule().equals("paths/localnet"))
        .hasSize(1)
        .first()
        .matches(Finding::ofBaseline, "only the baseline tells that there was one")
        .extracting(each -> each.hop().orElseThrow().paths())
        .isEqualTo(2L);
  }

  @Test
  void theBaselineAsksForAnAddressAndAVlan() throws Exception {
    Cluster now =
        HealthyCluster.with(
            "switches[public].ports[vm2].addresses: [\"fa:16:3e:00:00:02 192.0.2.99\"]",
            "switches[public].ports[" + LOCALNET + "].tag: 100");
    assertThat(hops(compared(HealthyCluster.with(), now)))
        .contains(
            "port-addresses port " + VM2 + " of VM vm2", "localnet-segment localnet " + LOCALNET);
    assertThat(hops(examine(now))).doesNotContain("port-addresses port " + VM2 + " of VM vm2");
  }

  @Test
  void aSegmentWithoutItsLocalnetIsOneFindingWithTheCommandOfNeutronsRule() throws Exception {
    String neutron =
        "neutron: {endpoint: 'http://192.0.2.11:9696', networks: [{id:"
            + " 11111111-1111-4111-8111-111111111111, name: public, segments: [{id:"
            + " 33333333-3333-4333-8333-333333333333, networkId:"
            + " 11111111-1111-4111-8111-111111111111, type: flat, physnet: physnet2}]}]}";
    String rule = "neutron-ownership/segment-has-its-localnet";
    Diagnosis diagnosis =
        examine(HealthyCluster.with("switches[public].ports[" + LOCALNET + "]: ~", neutron));

    assertThat(diagnosis.faults())
        .extracting(each -> each.violation().rule())
        .contains("paths/localnet")
        .doesNotContain(rule);
    assertThat(diagnosis.faults())
        .filteredOn(each -> each.violation().rule().equals("paths/localnet"))
        .singleElement()
        .satisfies(each -> assertThat(each.remedies()).isNotEmpty());

    // Paths work with any name: only the rule knows that Neutron wants another one.
    assertThat(
            examine(
                    HealthyCluster.with(
                        neutron.replace("33333333-3333-4333", "55555555-5555-4555")))
                .faults())
        .extracting(each -> each.violation().rule())
        .contains(rule);
  }

  @Test
  void anEndWhosePortAndInterfaceAreGoneIsCounted() throws Exception {
    Cluster now =
        HealthyCluster.with("switches[public].ports[vm2]: ~", "bindings[vm2]: ~", NO_INTERFACE);
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(diagnosis.faults()).isEmpty();
    assertThat(diagnosis.baseline().orElseThrow().gone()).containsExactly("vm2");
  }

  @Test
  void anEndWhoseInterfaceIsThereWithoutItsPortIsAFault() throws Exception {
    Cluster now = HealthyCluster.with("switches[public].ports[vm2]: ~", "bindings[vm2]: ~");
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(hops(diagnosis)).containsExactly("port-present port " + VM2 + " of VM vm2");
    assertThat(diagnosis.baseline().orElseThrow().gone()).isEmpty();
  }

  @Test
  void aVmThatWasSwitchedOffSinceTheBaselineIsNamedAndNoFault() throws Exception {
    Cluster now =
        HealthyCluster.with(
            NO_INTERFACE, NO_DEVICE, UNCLAIMED, "switches[public].ports[vm2].up: false");
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(diagnosis.faults()).isEmpty();
    assertThat(diagnosis.baseline().orElseThrow().gone()).containsExactly("vm2");
    assertThat(diagnosis.paths().idle()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"its interface", "its device", "its claim", "its node was not read"})
  void aVmOfWhichSomethingIsLeftWasNotSwitchedOff(String left) throws Exception {
    List<String> changes =
        new ArrayList<>(
            List.of(NO_INTERFACE, NO_DEVICE, UNCLAIMED, "switches[public].ports[vm2].up: false"));
    switch (left) {
      case "its interface" -> changes.remove(NO_INTERFACE);
      case "its device" -> changes.remove(NO_DEVICE);
      case "its claim" -> changes.remove(UNCLAIMED);
      default -> changes.add("nodes[net].problems: [Open_vSwitch could not be read]");
    }
    Cluster now = HealthyCluster.with(changes.toArray(String[]::new));
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(diagnosis.baseline().orElseThrow().gone()).isEmpty();
    assertThat(diagnosis.faults()).isNotEmpty();
  }

  /** Its device is still there: somebody has taken it out of the bridge. */
  @Test
  void aPortThatIsIdleSinceTheBaselineIsAFault() throws Exception {
    Cluster now =
        HealthyCluster.with(NO_INTERFACE, UNCLAIMED, "switches[public].ports[vm2].up: false");
    assertThat(examine(now).faults()).isEmpty();
    assertThat(examine(now).paths().idle()).isEqualTo(1);
    Diagnosis diagnosis = compared(HealthyCluster.with(), now);
    assertThat(hops(diagnosis)).containsExactly("port-interface port " + VM2 + " of VM vm2");
    assertThat(diagnosis.paths().idle()).isZero();
  }

  @Test
  void aBaselineOfAnotherClusterIsRefused() throws Exception {
    Cluster other = HealthyCluster.with().withNodes(List.of());
    assertThatThrownBy(() -> compared(other, HealthyCluster.with()))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("baseline of another cluster");
  }
}
