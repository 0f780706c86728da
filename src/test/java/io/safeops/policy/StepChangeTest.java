package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.unlisted;
import static io.safeops.policy.Clusters.with;
import static io.safeops.policy.Clusters.withChassis;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.ovn.Chassis;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepChangeTest {

  private static final Script SCRIPT = new Script("true");

  private static final Footprint BRIDGES =
      Footprint.of(
          new SwitchItem("a"),
          new PhysnetItem("physnet2"),
          new BridgeItem("net", "br-ex"),
          new BridgeItem("cmp", "br-ex"));

  private static final List<NodeProtection> COVER =
      List.of(
          new NodeProtection("ctl", true, false, OutOfBandProtection.PATH),
          new NodeProtection("net", true, true, OutOfBandProtection.NONE),
          new NodeProtection("cmp", false, true, OutOfBandProtection.PATH));

  @Test
  void aNewLocalnetAffectsEveryChassisThatMapsItsPhysnet() {
    Cluster before = withChassis(with(own("a")), unlisted("far", "physnet2"), unlisted("x", "y"));
    Cluster after = before.withSwitches(List.of(own("a", localnet("p", "a", "physnet2"))));
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .local(Map.of("net", new Script("true")))
            .footprint(BRIDGES)
            .build();
    StepChange change = change(operation, before, after);
    assertThat(change.affected())
        .containsExactly(
            new AffectedNode(
                "s",
                "cmp",
                true,
                false,
                false,
                true,
                OutOfBandProtection.PATH,
                false,
                Optional.empty(),
                List.of("br-ex")),
            new AffectedNode(
                "s",
                "ctl",
                true,
                true,
                true,
                false,
                OutOfBandProtection.PATH,
                false,
                Optional.empty(),
                List.of()),
            new AffectedNode(
                "s",
                "far",
                false,
                false,
                false,
                false,
                OutOfBandProtection.UNDECLARED,
                false,
                Optional.empty(),
                List.of()),
            new AffectedNode(
                "s",
                "net",
                true,
                true,
                true,
                true,
                OutOfBandProtection.NONE,
                false,
                Optional.empty(),
                List.of("br-ex")));
    assertThat(change.isCrossing()).isTrue();
    assertThat(change.getUnderstanding()).isEqualTo("understood");
  }

  @Test
  void aLocalnetThatMovesToAnotherNetworkOrVlanOpensIt() {
    Operation operation = Operation.onNodes().act("ctl", SCRIPT, SCRIPT).build();
    Cluster before =
        withChassis(with(own("a", localnet("p", "a", "physnet2"))), unlisted("far", "physnet3"));
    for (var moved :
        Map.of(
                localnet("p", "a", "physnet3"), List.of("ctl", "far"),
                localnet("p", "a", "physnet2", 7), List.of("cmp", "ctl", "net"),
                localnet("p", "a", "physnet2"), List.of("ctl"))
            .entrySet()) {
      Cluster after = before.withSwitches(List.of(own("a", moved.getKey())));
      assertThat(change(operation, before, after).affected())
          .as("%s", moved.getKey())
          .extracting(AffectedNode::node)
          .containsExactlyElementsOf(moved.getValue());
    }
  }

  /** The Southbound says that they have the network, and no part of the undo is there. */
  @Test
  void aChassisWhoseNodeIsAbsentOrHasNoPartOfTheUndoIsAffected() {
    Cluster nodes =
        HEALTHY.withNodes(
            List.of(
                HEALTHY.node("ctl").orElseThrow().withMappings(List.of()),
                HEALTHY.node("net").orElseThrow(),
                HEALTHY.node("cmp").orElseThrow().withMappings(List.of()),
                io.safeops.facts.node.Node.unread(
                    "dead", "192.0.2.9", List.of(), Optional.of("broken"), Optional.empty())));
    Cluster before =
        withChassis(
            nodes.withSwitches(List.of(own("a"))),
            of("cmp", "cmp", "physnet2"),
            of("net", "net", "physnet2"),
            of("dead", "dead", "physnet2"),
            unlisted("dead.example", "physnet2"),
            of("ctl", "ctl", "physnet2"));
    Cluster after = before.withSwitches(List.of(own("a", localnet("p", "a", "physnet2"))));
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .local(Map.of("net", new Script("true")))
            .footprint(BRIDGES)
            .build();
    assertThat(change(operation, before, after).affected())
        .extracting(affected -> affected.node() + " " + affected.undo())
        .containsExactly("cmp false", "ctl false", "dead false", "dead.example false", "net true");
  }

  private static Chassis of(String node, String host, String physnet) {
    return Chassis.builder("id-" + node)
        .hostname(host)
        .node(Optional.of(node))
        .mappings(Map.of(physnet, "br-ex"))
        .build();
  }

  @Test
  void aDeletedLocalnetAffectsWhereItIsDone() {
    Cluster before = with(own("a", localnet("p", "a", "physnet2")));
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .footprint(BRIDGES)
            .irreversible("lost")
            .build();
    StepChange change = change(operation, before, HEALTHY);
    assertThat(change.affected()).extracting(AffectedNode::node).containsExactly("ctl");
    assertThat(change.isCrossing()).isFalse();
    assertThat(change.irreversible()).contains("lost");
  }

  @Test
  void whereTheWayIntoANodeIsNotKnownEveryChangedBridgeMayBeOnIt() {
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .local(Map.of("net", new Script("true"), "cmp", new Script("true")))
            .footprint(Footprint.of(new BridgeItem("net", "br-x"), new BridgeItem("cmp", "br-x")))
            .build();
    Cluster unread = HEALTHY.withNode("net", node -> node.withNics(List.of()));
    StepChange known = change(operation, HEALTHY, HEALTHY);
    assertThat(known.isCrossing()).isFalse();
    StepChange change = change(operation, unread, unread);
    assertThat(change.affected())
        .filteredOn(AffectedNode::isCrossed)
        .containsExactly(
            new AffectedNode(
                "s",
                "net",
                true,
                true,
                true,
                true,
                OutOfBandProtection.NONE,
                false,
                Optional.of(
                    "the connection arrived on 192.0.2.1, and no interface there has that address"),
                List.of("br-x")));
    Cluster unasked =
        HEALTHY.withNode(
            "cmp", node -> node.withPaths(ManagementPath.UNKNOWN, ManagementPath.UNKNOWN));
    assertThat(change(operation, unasked, unasked).affected())
        .filteredOn(AffectedNode::isCrossed)
        .extracting(affected -> affected.node() + ": " + affected.pathUnknown().orElse(""))
        .containsExactly("cmp: the address on which the connection arrived could not be read");
  }

  @Test
  void aNodeWithoutCoverHasNone() {
    Operation operation = Operation.onNodes().act("ctl", SCRIPT, SCRIPT).build();
    StepChange change =
        StepChange.of(
            "s", what(Understanding.OPAQUE), operation, List.of(), HEALTHY, HEALTHY, List.of());
    assertThat(change.affected())
        .containsExactly(
            new AffectedNode(
                "s",
                "ctl",
                true,
                true,
                false,
                false,
                OutOfBandProtection.UNDECLARED,
                true,
                Optional.empty(),
                List.of()));
    assertThat(change.getUnderstanding()).isEqualTo("opaque");
  }

  /** No bridge of ctl is on the way into it, and the command may cut it off all the same. */
  @Test
  void whatNobodyKnowsCountsAsCrossingOnEveryNodeThatItRunsOn() {
    Operation operation =
        Operation.onNodes()
            .act("ctl", SCRIPT, SCRIPT)
            .local(Map.of("net", new Script("true")))
            .build();
    StepChange change =
        StepChange.of(
            "s", what(Understanding.OPAQUE), operation, List.of(), HEALTHY, HEALTHY, COVER);
    assertThat(change.isCrossing()).isTrue();
    assertThat(change.affected())
        .filteredOn(AffectedNode::isCrossed)
        .extracting(AffectedNode::getDanger)
        .containsExactly("may change anything on ctl, even its management path");
    assertThat(change(operation, HEALTHY, HEALTHY).isCrossing()).isFalse();
  }

  private static StepChange change(Operation operation, Cluster before, Cluster after) {
    return StepChange.of(
        "s", what(Understanding.UNDERSTOOD), operation, List.of(), before, after, COVER);
  }

  private static StepChange.What what(Understanding understanding) {
    return new StepChange.What("a", "c", understanding, Optional.empty());
  }
}
