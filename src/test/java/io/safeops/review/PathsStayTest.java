package io.safeops.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Node;
import io.safeops.predict.ServiceEffect;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a run says of paths after a step: what others do to a VM meanwhile is not its fault. */
class PathsStayTest {

  private static final String UNBOUND = "bindings[vm2]: {chassis: ~, up: false}";
  private static final String NO_ROW = "switches[public].ports[vm2]: ~";
  private static final String NO_PORT = "nodes[net].bridges[br-int].ports[tap10000002-00]: ~";
  private static final String NO_TAP = "nodes[net].nics[tap10000002-00]: ~";

  private static String objection(String node, String... now) throws Exception {
    Cluster before = HealthyCluster.with();
    FactsScope scope =
        FactsScope.on(List.of(node), FactsPart.NETWORK, FactsPart.SWITCH, FactsPart.COMPONENTS);
    return new PathsStay(before, before, scope).objection(HealthyCluster.with(now)).orElse("");
  }

  @Test
  void aTenantMayStopAVmOnAnotherNode() throws Exception {
    assertThat(objection("cmp", UNBOUND)).isEmpty();
  }

  @Test
  void aTenantMayStopAVmOnTheNodeOfTheStep() throws Exception {
    assertThat(objection("net", UNBOUND, NO_PORT, NO_TAP)).isEmpty();
  }

  @Test
  void aTenantMayDeleteAVm() throws Exception {
    assertThat(objection("cmp", NO_ROW, "bindings[vm2]: ~")).isEmpty();
    assertThat(objection("net", NO_ROW, "bindings[vm2]: ~", NO_PORT, NO_TAP)).isEmpty();
  }

  @Test
  void aVmWhoseTapIsStillThereWasNotStopped() throws Exception {
    assertThat(objection("net", UNBOUND)).contains("no chassis holds it");
    assertThat(objection("net", UNBOUND, NO_PORT)).isNotEmpty();
    assertThat(objection("net", NO_ROW, "bindings[vm2]: ~")).isNotEmpty();
  }

  /** The step stopped it, and the next one may start it again. */
  @Test
  void aDatabaseThatTheStepStopsIsNotAskedAfterIt() throws Exception {
    Cluster before = HealthyCluster.with();
    Cluster stopped =
        before.withDatabases(
            before.northbound(), before.southbound().map(each -> each.unreadable("stopped")));

    assertThat(new PathsStay(before, stopped, FactsScope.NONE).scope())
        .isEqualTo(FactsScope.of(FactsPart.NORTHBOUND));
    assertThat(new PathsStay(before, before, FactsScope.NONE).scope())
        .isEqualTo(FactsScope.of(FactsPart.NORTHBOUND, FactsPart.CHASSIS, FactsPart.BINDINGS));
  }

  @Test
  void aChassisThatIsGoneLetNoPortGo() throws Exception {
    assertThat(objection("cmp", UNBOUND, "chassis[44444444-4444-4444-8444-444444444412]: ~"))
        .isNotEmpty();
  }

  /** Only its own node is read: that the other nodes have made their tunnels again is not known. */
  @Test
  void aChassisThatComesBackBreaksNoPathOfNodesThatWereNotRead() throws Exception {
    Cluster healthy = HealthyCluster.with();
    Set<String> controller = Set.of("controller");
    Cluster down = ServiceEffect.of(healthy, node(healthy), controller, Set.of());
    Cluster up = ServiceEffect.of(down, node(down), Set.of(), controller);
    FactsScope scope = FactsScope.on(List.of("net"), FactsPart.NETWORK, FactsPart.COMPONENTS);

    assertThat(down.chassis()).hasSizeLessThan(healthy.chassis().size());
    assertThat(new PathsStay(down, up, scope).objection(healthy)).isEmpty();
    assertThat(new PathsStay(healthy, healthy, scope).objection(down)).isPresent();
  }

  private static Node node(Cluster cluster) {
    return cluster.node("net").orElseThrow();
  }
}
