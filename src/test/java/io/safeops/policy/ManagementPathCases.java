package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.nic;
import static io.safeops.policy.RuleCase.of;

import io.safeops.cluster.Cluster;
import io.safeops.cluster.ManagementPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the way of ssh goes through. */
final class ManagementPathCases {

  private ManagementPathCases() {}

  static List<RuleCase> all() {
    List<RuleCase> cases = new ArrayList<>();
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
    return cases;
  }
}
