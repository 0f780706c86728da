package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.topology.PictureForm;
import io.safeops.cli.topology.Topology;
import io.safeops.diagnosis.Doctor;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.PolicySet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pictures of the clusters that were recorded in the lab, healthy and broken. */
class RecordedTopologyTest {

  private static final AtomicInteger WITH_A_DRAWN_FAULT = new AtomicInteger();

  /** The hops that are about things which the picture has. */
  private static final Set<HopKind> DRAWN =
      EnumSet.of(
          HopKind.UPLINK,
          HopKind.UPLINK_VLAN,
          HopKind.UPLINK_MTU,
          HopKind.BRIDGE,
          HopKind.MAPPING,
          HopKind.PATCH_PAIR,
          HopKind.TUNNEL,
          HopKind.TUNNEL_MTU,
          HopKind.ENCAP);

  static Stream<String> rows() {
    return TruthTable.rows().stream().map(TruthRow::name);
  }

  private static Topology topology(Cluster cluster) {
    try {
      return Topology.of(new Doctor(PolicySet.load(List.of()), Optional.empty()).examine(cluster));
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  @AfterAll
  static void someRowsHaveADrawnFault() {
    assertThat(WITH_A_DRAWN_FAULT.get()).isGreaterThan(40);
  }

  @Test
  void nothingIsMarkedInTheHealthyLab() {
    for (RecordedRows recorded : List.of(RecordedRows.NETWORKS, RecordedRows.RAFT)) {
      Topology topology = topology(recorded.healthy());
      for (PictureForm form : PictureForm.values()) {
        String picture =
            form.draw(topology).replace("BROKEN</text>", "").replace("UNKNOWN</text>", "");
        assertThat(picture).as(form.name()).doesNotContain("BROKEN", "UNKNOWN").contains("br-ex");
      }
      assertThat(PictureForm.TEXT.draw(topology)).contains("0 broken, 0 unknown");
    }
  }

  /** Each fault that doctor names is in the picture, at the thing that it is about. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void whatIsBrokenIsMarked(String row) {
    Cluster cluster = RecordedRows.NETWORKS.cluster(row);
    Topology topology = topology(cluster);
    String text = PictureForm.TEXT.draw(topology);
    List<Hop> broken =
        ClusterPaths.of(cluster).faults().stream()
            .map(HopFault::hop)
            .filter(hop -> hop.answer() == Answer.BROKEN)
            .toList();
    for (Hop hop : broken) {
      assertThat(oneLine(text)).as(hop.key()).contains("BROKEN: ").contains(start(hop.why()));
    }
    if (broken.stream().anyMatch(hop -> DRAWN.contains(hop.kind()) && !hop.node().isEmpty())) {
      WITH_A_DRAWN_FAULT.incrementAndGet();
      // In the tree, too, not only in the list of faults.
      assertThat(text.lines().filter(line -> line.matches(" +BROKEN {5}.*"))).isNotEmpty();
      assertThat(PictureForm.SVG.draw(topology)).contains("BROKEN: ");
      assertThat(PictureForm.MERMAID.draw(topology)).contains("BROKEN");
    }
  }

  /** One uplink is down. Its tunnels do not work, and nobody has to look for a second fault. */
  @Test
  void whatFollowsFromAFaultIsNoFaultOfItsOwn() {
    Topology topology = topology(RecordedRows.NETWORKS.cluster("uplink-down"));
    String text = PictureForm.TEXT.draw(topology);
    assertThat(text.lines().filter(line -> line.matches(" +BROKEN .*")))
        .containsExactly("      BROKEN     uplink enp6s18");
    assertThat(text)
        .contains("1 broken, 0 unknown, 3 cut", "BROKEN: enp6s18 is set down\n")
        .contains("tunnel cmp -- net\n    CUT OFF: by cmp: uplink enp6s18 of br-ex: enp6s18 is set")
        .contains("    CUT OFF    tunnel end 192.0.2.13", "  CUT OFF    tunnel cmp -- ctl")
        .contains("CUT OFF: it works itself, but needs something that is broken.");
    assertThat(PictureForm.SVG.draw(topology)).contains(">CUT OFF by what is broken<");
  }

  @Test
  void theNodeWithTheFaultComesFirst() {
    String text = PictureForm.TEXT.draw(topology(RecordedRows.NETWORKS.cluster("uplink-down")));
    assertThat(text.lines().filter(line -> line.matches("  ok {9}[a-z]{3}")))
        .containsExactly("  ok         cmp", "  ok         ctl", "  ok         net");
    assertThat(text)
        .contains("Nodes\n  ok         cmp\n    ok         bridge br-ex\n      BROKEN ");
  }

  /** Its chassis is in the Southbound all the same. */
  @Test
  void aNodeThatIsOffIsDrawnOnce() {
    String text = PictureForm.TEXT.draw(topology(RecordedRows.NETWORKS.cluster("node-off")));
    assertThat(text).contains("3 nodes, ").containsOnlyOnce("  UNKNOWN    cmp\n");
    assertThat(oneLine(text)).containsOnlyOnce("no answer for 10 s");
  }

  @Test
  void twoLocalnetsOfOneNetworkHaveTheirNames() {
    String text = PictureForm.TEXT.draw(topology(RecordedRows.NETWORKS.cluster("localnet-second")));
    assertThat(oneLine(text))
        .contains("11111111111 by ln-physnet2 BROKEN: it has 2 localnets")
        .contains("11111111111 by provnet-33333333");
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  /** What surely fits into the picture. */
  private static String start(String why) {
    return oneLine(why.substring(0, Math.min(40, why.length()))).strip();
  }
}
