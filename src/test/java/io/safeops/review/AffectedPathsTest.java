package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.trace.PathTraces;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which paths a run traces packets on, on the lab with all its networks. */
class AffectedPathsTest {

  private Cluster cluster;

  @BeforeEach
  void load() throws Exception {
    cluster = FactsFile.load(Path.of("src/test/resources/io/safeops/paths/healthy.json"));
  }

  /** The ends whose paths are affected, with their nodes. */
  private Set<String> ends(String node, FootprintItem... footprint) {
    AffectedPaths affected =
        AffectedPaths.of(
            Operation.onNodes()
                .act(node, new Script("true"), new Script("true"))
                .footprint(Footprint.of(footprint))
                .build(),
            cluster);
    return PathJudge.judge(Intents.of(cluster), cluster).stream()
        .filter(path -> PathTraces.isTraced(path) && affected.has(path))
        .map(path -> path.end().name() + " on " + path.end().node())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String port(String name) {
    return name.replace("vm", "1000000") + "-0000-4000-8000-00000000000" + name.charAt(2);
  }

  @Test
  void aStepOnANodeTouchesWhatEndsThere() {
    Set<String> onCmp = Set.of("vm1 on cmp", "vm4 on cmp", "vm7 on cmp", "vm9 on cmp");
    assertThat(ends("cmp", new BridgeItem("cmp", "br-ex"))).isEqualTo(onCmp);
    assertThat(ends("cmp", new HostItem("cmp"))).isEqualTo(onCmp);
    assertThat(ends("cmp", new RowItem(new RowKey("cmp", "Port", "enp6s18")))).isEqualTo(onCmp);
    assertThat(ends("cmp", new ChassisItem("cmp"))).containsAll(onCmp);
  }

  @Test
  void aStepOnASwitchTouchesItsEndsOnAllNodes() {
    LogicalPort vm3 =
        cluster.getPorts().stream()
            .filter(each -> each.name().equals(port("vm3")))
            .findFirst()
            .orElseThrow();
    assertThat(ends("ctl", new SwitchItem(vm3.switchName())))
        .contains("vm3 on net", "vm4 on cmp")
        .doesNotContain("vm1 on cmp", "vm2 on net");
    assertThat(ends("ctl", new PhysnetItem("physnet2")))
        .contains("vm1 on cmp", "vm2 on net")
        .doesNotContain("vm3 on net", "vm9 on cmp");
  }

  @Test
  void aStepOnAPortTouchesThatOne() {
    assertThat(ends("ctl", new PortItem(port("vm4")))).contains("vm4 on cmp").hasSizeLessThan(4);
    assertThat(ends("ctl", new RowItem(RowKey.northbound("Logical_Switch_Port", port("vm4")))))
        .contains("vm4 on cmp")
        .doesNotContain("vm3 on net");
  }

  @Test
  void aStepOnARouterTouchesTheSwitchesThatItJoins() {
    assertThat(ends("ctl", new RouterItem("22222222-2222-4222-8222-222222222222")))
        .contains("vm3 on net", "vm4 on cmp", "vm1 on cmp")
        .doesNotContain("vm7 on cmp");
  }

  @Test
  void rowsOfOtherTablesTouchNoPath() {
    assertThat(ends("ctl", new RowItem(RowKey.northbound("NB_Global", RowKey.ONLY))))
        .doesNotContain("vm1 on cmp", "vm2 on net");
  }
}
