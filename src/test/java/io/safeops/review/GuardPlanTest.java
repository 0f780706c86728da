package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.ManagementPath;
import io.safeops.inventory.Inventory;
import io.safeops.plan.GuardSettings;
import io.safeops.policy.NodeProtection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A plan's guard times only tighten what the inventory says, and a review tells where they do not.
 */
class GuardPlanTest {

  private static final Cluster EMPTY =
      new Cluster(
          Cluster.FORMAT,
          "2026-11-20T00:00:00Z",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
  private static final Script SCRIPT = new Script("exit 0");

  @TempDir Path dir;

  /** A change on ctl that hurts net; cmp has no part in it. */
  private GuardPlan guarding(GuardSettings plan, String ctl, String net) throws Exception {
    return guarding(plan, ctl, net, Footprint.EMPTY, EMPTY);
  }

  private Inventory inventory(String ctl, String net) throws Exception {
    return Inventory.load(
        Files.writeString(
            dir.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11%s}
              net: {address: 192.0.2.12%s}
              cmp: {address: 192.0.2.13, guard: {deadline: 11s, lease: 2s, hold: 600s}}
            """
                .formatted(ctl, net)));
  }

  private GuardPlan guarding(
      GuardSettings plan, String ctl, String net, Footprint footprint, Cluster cluster)
      throws Exception {
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .local(Map.of("net", SCRIPT))
            .footprint(footprint)
            .build();
    return GuardPlan.of(List.of(operation), plan, inventory(ctl, net), cluster);
  }

  private static GuardSettings plan(int deadline, int lease, int hold) {
    return new GuardSettings(
        Optional.of(Duration.ofSeconds(deadline)),
        Optional.of(Duration.ofSeconds(lease)),
        Optional.of(Duration.ofSeconds(hold)),
        Optional.empty());
  }

  @Test
  void aPlanThatIsTighterHasItsOwnTimes() throws Exception {
    GuardPlan guardPlan =
        guarding(plan(60, 5, 30), ", guard: {deadline: 90s, lease: 20s, hold: 10s}", "");
    assertThat(guardPlan.deadline()).isEqualTo(Duration.ofSeconds(60));
    assertThat(guardPlan.lease()).isEqualTo(Duration.ofSeconds(5));
    assertThat(guardPlan.hold()).isEqualTo(Duration.ofSeconds(30));
    assertThat(guardPlan.tightened()).isEmpty();
  }

  @Test
  void theTightestArmedNodeLimitsAPlanThatAsksForMore() throws Exception {
    GuardPlan guardPlan =
        guarding(
            plan(600, 20, 2),
            ", guard: {deadline: 90s, lease: 18s, hold: 10s}",
            ", guard: {deadline: 100s, lease: 15s, hold: 25s}");
    assertThat(guardPlan.deadline()).isEqualTo(Duration.ofSeconds(90));
    assertThat(guardPlan.lease()).isEqualTo(Duration.ofSeconds(15));
    assertThat(guardPlan.hold()).isEqualTo(Duration.ofSeconds(25));
    assertThat(guardPlan.tightened())
        .containsExactly(
            tightened("deadline", 600, 90, "ctl"),
            tightened("lease", 20, 15, "net"),
            tightened("hold", 2, 25, "net"));
  }

  @Test
  void whereNoInventorySaysAnythingWhatIsUsualLimitsThePlan() throws Exception {
    assertThat(guarding(plan(60, 20, 30), "", "").tightened())
        .containsExactly(
            new TightenedTime(
                "lease", Duration.ofSeconds(20), GuardSettings.DEFAULT_LEASE, Optional.empty()));
  }

  @Test
  void anInventoryMayAllowMoreThanIsUsual() throws Exception {
    GuardPlan guardPlan =
        guarding(plan(60, 25, 30), ", guard: {lease: 30s}", ", guard: {lease: 40s}");
    assertThat(guardPlan.lease()).isEqualTo(Duration.ofSeconds(25));
    assertThat(guardPlan.tightened()).isEmpty();
  }

  /**
   * The uplink of br-ex on net is a bond of OVS, which no interface of the kernel is named after.
   */
  @Test
  void theInterfacesOfABondAreWatchedForAStorm() throws Exception {
    BridgePort bond = port("bond0", "bond", List.of("eth0", "eth1"), Map.of());
    BridgePort vm = port("tap0", "system", List.of("tap0"), Map.of("iface-id", "vm"));
    Cluster bonded =
        EMPTY.withNodes(
            List.of(
                io.safeops.facts.node.Node.unread(
                        "net", "192.0.2.12", List.of(), Optional.empty(), Optional.empty())
                    .withBridges(
                        List.of(
                            Bridge.builder("br-ex", "net")
                                .datapathType("system")
                                .ports(List.of(bond, vm))
                                .build()))));
    Footprint footprint = Footprint.of(new BridgeItem("net", "br-ex"));

    GuardPlan guardPlan = guarding(GuardSettings.DEFAULT, "", "", footprint, bonded);

    assertThat(guardPlan.nodes())
        .filteredOn(node -> node.name().equals("net"))
        .singleElement()
        .satisfies(
            net -> {
              assertThat(net.probes())
                  .containsExactly("storm-eth0 storm eth0", "storm-eth1 storm eth1");
              assertThat(net.hasStormProbe()).isTrue();
            });
    assertThat(guardPlan.nodes())
        .filteredOn(node -> node.name().equals("ctl"))
        .singleElement()
        .satisfies(ctl -> assertThat(ctl.hasStormProbe()).isFalse());
    assertThat(ProtectionAssessment.of(inventory("", ""), bonded, guardPlan))
        .filteredOn(NodeProtection::stormProbe)
        .extracting(NodeProtection::node)
        .containsExactly("net");
  }

  /** Nobody knows what is changed on net, whose management is on a NIC of its own. */
  @Test
  void whereAnythingMayBeChangedTheManagementPathIsWatchedForAStorm() throws Exception {
    ManagementPath path =
        new ManagementPath(
            "192.0.2.12", "192.0.2.1", "mgmt0", List.of("mgmt0"), List.of("mgmt0"), List.of());
    Cluster plain =
        EMPTY.withNodes(
            List.of(
                io.safeops.facts.node.Node.unread(
                        "net", "192.0.2.12", List.of(), Optional.empty(), Optional.empty())
                    .withPaths(path, ManagementPath.UNKNOWN)));
    Footprint anything = Footprint.of(new HostItem("net"));

    assertThat(guarding(GuardSettings.DEFAULT, "", "", anything, plain).nodes())
        .filteredOn(node -> node.name().equals("net"))
        .singleElement()
        .satisfies(net -> assertThat(net.probes()).containsExactly("storm-mgmt0 storm mgmt0"));
  }

  private static BridgePort port(
      String name, String kind, List<String> interfaces, Map<String, String> externalIds) {
    return BridgePort.builder(name, "br-ex")
        .kind(kind)
        .interfaces(interfaces)
        .ofport(1)
        .externalIds(externalIds)
        .build();
  }

  private static TightenedTime tightened(String setting, int asked, int taken, String node) {
    return new TightenedTime(
        setting, Duration.ofSeconds(asked), Duration.ofSeconds(taken), Optional.of(node));
  }
}
