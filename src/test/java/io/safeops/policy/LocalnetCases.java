package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.SEGMENT;
import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.mapped;
import static io.safeops.policy.Clusters.neutron;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.unlisted;
import static io.safeops.policy.Clusters.with;
import static io.safeops.policy.Clusters.withChassis;
import static io.safeops.policy.RuleCase.of;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Localnets: loops, segments, physnets, names. */
final class LocalnetCases {

  private LocalnetCases() {}

  static List<RuleCase> all() {
    List<RuleCase> cases = new ArrayList<>();
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
            "a localnet beside an l2gateway",
            with(
                own(
                    "a",
                    localnet("p1", "a", "physnet2"),
                    localnet("gw", "a", "physnet2").withType("l2gateway"))),
            "localnet/beside-another-way-out|beside gw (l2gateway), another way out"));
    cases.add(
        of(
            "an l2gateway alone, and one of another switch",
            with(
                own("a", localnet("gw", "a", "physnet2").withType("l2gateway")),
                own(
                    "b",
                    localnet("p1", "b", "physnet2"),
                    localnet("r", "b", "").withType("router")))));
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
            mapped(HEALTHY, "cmp", "physnet2:br-ex", "other:br-none"),
            "bridge-mappings/bridge-exists|cmp: physnet other is mapped to br-none"));
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
    return cases;
  }
}
