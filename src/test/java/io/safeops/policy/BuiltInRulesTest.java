package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.SEGMENT;
import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.mapped;
import static io.safeops.policy.Clusters.neutron;
import static io.safeops.policy.Clusters.nic;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.unlisted;
import static io.safeops.policy.Clusters.with;
import static io.safeops.policy.Clusters.withChassis;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cluster.Cluster;
import io.safeops.cluster.ManagementPath;
import io.safeops.document.DocumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every built-in rule: cases that it refuses with what it says, and near misses that pass. */
class BuiltInRulesTest {

  private static PolicySet policies;

  @BeforeAll
  static void load() throws DocumentException {
    policies = PolicySet.load(List.of());
  }

  /**
   * @param violated the rules that do not hold, each with a piece of its message after a bar
   */
  record Case(String name, Cluster cluster, Optional<PlanContext> plan, List<String> violated) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Case of(String name, Cluster cluster, String... violated) {
    return new Case(name, cluster, Optional.empty(), List.of(violated));
  }

  private static Case plan(String name, PlanContext plan, String... violated) {
    return new Case(name, HEALTHY, Optional.of(plan), List.of(violated));
  }

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    localnets(cases);
    managementPaths(cases);
    plans(cases);
    return cases.stream();
  }

  private static void localnets(List<Case> cases) {
    cases.add(of("healthy", HEALTHY));
    cases.add(
        of(
            "one localnet with Neutron's name",
            with(neutron("a", localnet(SEGMENT, "a", "physnet2")))));
    cases.add(of("one localnet, own name", with(own("a", localnet("ln-a", "a", "physnet2")))));
    cases.add(
        of(
            "a second localnet",
            with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet2"))),
            "localnet/one-per-switch|switch a would have the localnets p1, p2: a loop"));
    cases.add(
        of(
            "a second localnet with another tag",
            with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet2", 7))),
            "localnet/one-per-switch|p1, p2"));
    cases.add(
        of(
            "a second localnet on a physnet that only another chassis maps",
            mapped(
                with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet3"))),
                "ctl",
                "physnet3:br-ex"),
            "localnet/one-per-switch|p1, p2"));
    cases.add(
        of(
            "two physnets that one chassis maps",
            mapped(
                with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet3"))),
                "net",
                "physnet2:br-ex",
                "physnet3:br-x"),
            "localnet/one-per-switch|p1, p2",
            "localnet/one-physnet-per-chassis|switch a would be on the physnets physnet2, physnet3"));
    cases.add(
        of(
            "two physnets that a chassis outside the inventory maps",
            withChassis(
                mapped(
                    with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "x"))),
                    "ctl",
                    "x:br-ex"),
                new io.safeops.cluster.Chassis(
                    "id",
                    "far",
                    Optional.empty(),
                    List.of(),
                    0,
                    java.util.Map.of("x", "br-x", "physnet2", "br-ex"),
                    java.util.Map.of())),
            "localnet/one-per-switch|p1, p2",
            "localnet/one-physnet-per-chassis|physnet2, x"));
    cases.add(
        of(
            "the same segment on two switches",
            with(
                own("a", localnet("p1", "a", "physnet2", 5)),
                own("b", localnet("p2", "b", "physnet2", 5))),
            "localnet/one-switch-per-segment|physnet physnet2, VLAN 5 would be the way out of the"
                + " switches a, b"));
    cases.add(
        of(
            "no tag and tag 0 are the same segment",
            with(
                own("a", localnet("p1", "a", "physnet2")),
                own("b", localnet("p2", "b", "physnet2", 0))),
            "localnet/one-switch-per-segment|VLAN 0"));
    cases.add(
        of(
            "two VLANs of one physnet",
            with(
                own("a", localnet("p1", "a", "physnet2", 5)),
                own("b", localnet("p2", "b", "physnet2", 6)))));
    cases.add(
        of(
            "the physnet in another letter case",
            with(own("a", localnet("p1", "a", "Physnet2"))),
            "localnet/physnet-is-mapped|names physnet \"Physnet2\", which no chassis maps: letter"
                + " for letter, the mapped ones are physnet2"));
    cases.add(
        of(
            "no network_name at all",
            with(own("a", localnet("p1", "a", "physnet2").withOptions(java.util.Map.of()))),
            "localnet/physnet-is-mapped|names physnet \"\""));
    cases.add(
        of(
            "mapped only by a chassis outside the inventory",
            withChassis(with(own("a", localnet("p1", "a", "far"))), unlisted("x", "far"))));
    cases.add(
        of(
            "mapped to a bridge that does not exist",
            mapped(with(own("a", localnet("p1", "a", "physnet2"))), "cmp", "physnet2:br-none"),
            "localnet/bridge-exists|is mapped to a bridge that does not exist, on cmp (br-none)"));
    cases.add(
        of(
            "a mapping to no bridge that nothing uses",
            mapped(HEALTHY, "cmp", "physnet2:br-ex", "other:br-none")));
    cases.add(
        of(
            "a name of one's own where Neutron owns the switch",
            with(neutron("a", localnet("ln-phynet2", "a", "physnet2"))),
            "localnet/name-is-neutrons|Neutron owns switch a and does not know localnet ln-phynet2"));
    cases.add(
        of(
            "the incident",
            with(
                neutron(
                    "a",
                    localnet("ln-phynet2", "a", "physnet2"),
                    localnet(SEGMENT, "a", "physnet2"))),
            "localnet/one-per-switch|localnets ln-phynet2, " + SEGMENT + ": a loop",
            "localnet/name-is-neutrons|"));
  }

  private static void managementPaths(List<Case> cases) {
    ManagementPath onEth1 =
        new ManagementPath(
            "192.0.2.1", "192.0.2.9", "eth1", List.of("eth1"), List.of("eth1"), List.of());
    Cluster separate =
        HEALTHY.withNode("net", node -> node.withPaths(onEth1, ManagementPath.UNKNOWN));
    Cluster addressed =
        nic(separate, "net", nic("eth1", "physical", Optional.empty(), "192.0.2.1"));
    cases.add(of("management on a NIC of its own", addressed));
    cases.add(
        of(
            "the management NIC as a port of br-ex",
            nic(separate, "net", nic("eth1", "physical", Optional.of("br-ex"), "192.0.2.1")),
            "management-path/nic-not-enslaved|net: eth1 holds the address that ssh came to"
                + " (192.0.2.1) and would be a port of a bridge (br-ex)"));
    cases.add(
        of(
            "the management NIC in a Linux bridge",
            separate.withNode(
                "net",
                node ->
                    node.withNics(
                        List.of(
                            nic("eth1", "physical", Optional.empty(), "192.0.2.1")
                                .withMaster(Optional.of("br0")),
                            nic("br0", "bridge", Optional.empty())))),
            "management-path/nic-not-enslaved|(br0)"));
    cases.add(
        of(
            "the management NIC in a VRF",
            separate.withNode(
                "net",
                node ->
                    node.withNics(
                        List.of(
                            nic("eth1", "physical", Optional.empty(), "192.0.2.1")
                                .withMaster(Optional.of("red")),
                            nic("red", "other", Optional.empty()))))));
    cases.add(
        of(
            "an uplink with an address",
            nic(HEALTHY, "cmp", nic("eth0", "physical", Optional.of("br-ex"), "192.0.2.5")),
            "management-path/uplink-without-address|cmp: an uplink of bridge br-ex (eth0) carries"));
  }

  private static void plans(List<Case> cases) {
    Affected covered = affected("net", true, true, NodeCover.PATH, "br-ex");
    Affected away = affected("ctl", true, true, NodeCover.UNDECLARED);
    cases.add(plan("covered in all ways", context(15, true, covered, away)));
    cases.add(
        plan(
            "no undo on one chassis",
            context(15, true, covered, affected("cmp", false, true, NodeCover.PATH)),
            "management-path/undo-on-every-chassis|step s can cut cmp off"));
    cases.add(
        plan(
            "a chassis that the inventory lacks",
            context(
                15,
                true,
                covered,
                new Affected("s", "far", false, false, true, NodeCover.PATH, List.of())),
            "management-path/undo-on-every-chassis|(it is a chassis that the inventory lacks)"));
    cases.add(
        plan(
            "no undo where no management path is crossed",
            context(60, false, affected("cmp", false, false, NodeCover.UNDECLARED))));
    cases.add(
        plan(
            "a guard that a reboot ends",
            context(15, true, affected("net", true, false, NodeCover.PATH, "br-ex")),
            "management-path/survives-reboot|its guard would not survive a reboot"));
    cases.add(
        plan(
            "no storm probe",
            context(15, false, covered, away),
            "management-path/storm-probe|step s changes br-ex on net"));
    cases.add(
        plan(
            "nothing said about a way around",
            context(15, true, affected("net", true, true, NodeCover.UNDECLARED, "br-ex")),
            "management-path/out-of-band|declare `oob` for net"));
    Affected alone = affected("net", true, true, NodeCover.NONE, "br-ex");
    cases.add(
        plan(
            "no way around, declared, short lease",
            context(15, true, alone),
            "management-path/no-way-around|only net's own guard helps"));
    cases.add(
        plan(
            "no way around, declared, long lease",
            context(16, true, alone),
            "management-path/no-way-around|",
            "management-path/short-lease|the plan's guard.lease is 16 s"));
    cases.add(
        plan(
            "irreversible",
            context(change("understood", Optional.of("rows are lost"), covered)),
            "reversibility/undo-known|step s: some.action cannot be undone (rows are lost)"));
    cases.add(
        plan(
            "irreversible without a way around",
            context(change("understood", Optional.of("rows are lost"), alone)),
            "management-path/no-way-around|",
            "reversibility/never-without-a-way-around|can cut off net, which have no",
            "reversibility/undo-known|"));
    cases.add(
        plan(
            "opaque",
            context(change("opaque", Optional.empty(), away)),
            "understood/opaque|safeops does not know what `do it` changes"));
    cases.add(
        plan(
            "known to cut off",
            context(change("refused", Optional.empty(), away)),
            "understood/known-to-cut-off|write it as a typed action"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holds(Case each) {
    List<Violation> found =
        each.plan().isPresent()
            ? policies.evaluate(each.cluster(), each.plan().get())
            : policies.evaluate(each.cluster());
    List<String> expected =
        each.violated().stream().map(text -> text.substring(0, text.indexOf('|'))).toList();
    assertThat(found)
        .extracting(Violation::rule)
        .as("%s", found)
        .containsExactlyInAnyOrderElementsOf(expected);
    for (String text : each.violated()) {
      String rule = text.substring(0, text.indexOf('|'));
      assertThat(found)
          .filteredOn(violation -> violation.rule().equals(rule))
          .allSatisfy(
              violation ->
                  assertThat(violation.message())
                      .contains(text.substring(text.indexOf('|') + 1))
                      .doesNotContain("no answer", "  ", "\n"));
    }
  }

  @Test
  void everyRuleIsRefusedAndPassedHere() {
    Set<String> rules =
        policies.rules().stream().map(rule -> rule.id().value()).collect(Collectors.toSet());
    Set<String> refused = new TreeSet<>();
    cases()
        .forEach(
            each ->
                each.violated().forEach(text -> refused.add(text.substring(0, text.indexOf('|')))));
    assertThat(refused).containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void threeLocalnetsMayBecomeTwoAndTwoNotThree() {
    var p1 = localnet("p1", "a", "physnet2");
    var p2 = localnet("p2", "a", "physnet2");
    var p3 = localnet("p3", "a", "physnet2");
    List<Violation> three = policies.evaluate(with(own("a", p1, p2, p3)));
    for (var two : List.of(own("a", p1, p2), own("a", p1, p3), own("a", p2, p3))) {
      List<Violation> left = policies.evaluate(with(two));
      assertThat(Violation.added(three, left)).isEmpty();
      assertThat(Violation.added(left, three)).hasSize(1);
    }
  }

  @Test
  void anotherSegmentIsAnotherViolation() {
    var a = own("a", localnet("p1", "a", "physnet2", 5), localnet("p2", "a", "physnet2", 6));
    List<Violation> five = policies.evaluate(with(a, own("b", localnet("p3", "b", "physnet2", 5))));
    List<Violation> six = policies.evaluate(with(a, own("b", localnet("p3", "b", "physnet2", 6))));
    assertThat(Violation.added(five, six))
        .extracting(Violation::key)
        .containsExactly("localnet/one-switch-per-segment b/p3 physnet2 6");
  }

  @Test
  void explainsItself() {
    List<Violation> found =
        policies.evaluate(
            with(own("a", localnet("p1", "a", "physnet2"), localnet("p2", "a", "physnet2"))));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).item()).isEqualTo("a/p2");
    assertThat(found.get(0).waive()).isEqualTo(Waive.OPERATOR);
    assertThat(found.get(0).trace())
        .containsExactly(
            "other.switchName = a", "it.switchName = a", "other.name = p1", "it.name = p2");
  }

  private static Affected affected(
      String node, boolean undo, boolean survives, String outOfBand, String... bridges) {
    return new Affected("s", node, true, undo, survives, outOfBand, List.of(bridges));
  }

  private static Change change(
      String understanding, Optional<String> irreversible, Affected... affected) {
    return new Change("s", "some.action", "do it", understanding, irreversible, List.of(affected));
  }

  private static PlanContext context(Change change) {
    return new PlanContext("p", 300, 15, 20, true, List.of(change));
  }

  private static PlanContext context(long lease, boolean stormProbe, Affected... affected) {
    return new PlanContext(
        "p", 300, lease, 20, stormProbe, List.of(change("understood", Optional.empty(), affected)));
  }
}
