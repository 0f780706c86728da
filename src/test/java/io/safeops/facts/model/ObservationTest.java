package io.safeops.facts.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.node.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * What a look has read is new, what it has not read is not there, and neither is taken for the
 * other.
 */
class ObservationTest {

  private static final Cluster BEFORE = RecordedNodes.cluster();

  private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

  private Observation look(FactsScope scope, Map<String, UnaryOperator<String>> changes) {
    Map<String, String> ids = new HashMap<>();
    BEFORE.nodes().forEach(node -> node.systemId().ifPresent(id -> ids.put(id, node.name())));
    return RecordedNodes.look(
        RecordedNodes.TARGETS,
        node -> {
          asked.put(node, Set.of());
          return RecordedNodes.connection(
              node, changes.getOrDefault(node, UnaryOperator.identity()));
        },
        scope,
        ids);
  }

  private static Node node(Cluster cluster, String name) {
    return cluster.node(name).orElseThrow();
  }

  @Test
  void onlyNodesInTheScopeAreAsked() {
    Observation observation = look(FactsScope.on(List.of("cmp"), FactsPart.SWITCH), Map.of());
    assertThat(asked).containsOnlyKeys("cmp");
    assertThat(node(observation.cluster(), "cmp").bridges())
        .isEqualTo(node(BEFORE, "cmp").bridges());
    assertThat(node(observation.cluster(), "cmp").nics()).isEmpty();
    assertThat(node(observation.cluster(), "net").isRead()).isFalse();
    assertThat(observation.cluster().northbound()).isEmpty();
    assertThat(observation.lost()).isEmpty();
  }

  @Test
  void theDatabasesAreAskedOfCentralNodesAlone() {
    Observation observation = look(FactsScope.of(FactsPart.BINDINGS), Map.of());
    assertThat(asked).containsOnlyKeys("ctl");
    assertThat(observation.cluster().switches()).isEqualTo(BEFORE.switches());
    assertThat(observation.cluster().bindings()).isEqualTo(BEFORE.bindings());
    // The nodes' own system-ids were not read: they are as they were known.
    assertThat(observation.cluster().chassis()).isEqualTo(BEFORE.chassis());
  }

  @Test
  void whatWasReadIsInItsPlaceAndTheRestAsItWas() {
    Map<String, UnaryOperator<String>> changes =
        Map.of(
            "net",
            text ->
                text.replace("[\"ovn-bridge-mappings\",\"physnet2:br-ex\"],", "")
                    .replace("\"192.0.2.12\",\"prefixlen\":24", "\"192.0.2.77\",\"prefixlen\":24"));
    Cluster now = look(FactsScope.on(List.of("net"), FactsPart.SWITCH), changes).over(BEFORE);
    assertThat(node(now, "net").mappings()).isEmpty();
    assertThat(node(now, "net").nics()).isEqualTo(node(BEFORE, "net").nics());
    assertThat(node(now, "net").components()).isEqualTo(node(BEFORE, "net").components());
    assertThat(node(now, "cmp")).isEqualTo(node(BEFORE, "cmp"));
    assertThat(now.switches()).isEqualTo(BEFORE.switches());
    Cluster more = look(FactsScope.on(List.of("net"), FactsPart.NETWORK), changes).over(BEFORE);
    assertThat(node(more, "net").getAddresses()).contains("192.0.2.77");
  }

  @Test
  void allOfItIsTheClusterAgain() {
    assertThat(look(FactsScope.ALL, Map.of()).over(BEFORE)).isEqualTo(BEFORE);
    FactsScope half =
        FactsScope.on(List.of("ctl", "net"), FactsPart.NETWORK)
            .and(FactsScope.of(FactsPart.CHASSIS));
    assertThat(look(half, Map.of()).over(BEFORE)).isEqualTo(BEFORE);
    Observation rest = look(FactsScope.ALL.without(half), Map.of());
    assertThat(rest.over(look(half, Map.of())).scope().covers(FactsScope.ALL)).isTrue();
  }

  @Test
  void whatWasNotAskedForIsMissing() {
    Observation observation = look(FactsScope.on(List.of("cmp"), FactsPart.SWITCH), Map.of());
    assertThat(observation.missing(FactsScope.on(List.of("cmp"), FactsPart.SWITCH))).isEmpty();
    assertThat(observation.missing(FactsScope.on(List.of("cmp"), FactsPart.COMPONENTS)))
        .containsExactly("not read: cmp: components");
    assertThat(observation.missing(FactsScope.of(FactsPart.NORTHBOUND)))
        .anySatisfy(text -> assertThat(text).contains("not read: northbound"));
  }

  @Test
  void whatCouldNotBeReadIsMissing() {
    UnaryOperator<String> fails =
        text ->
            text.replaceAll(
                "(?s)MARK begin ovs\n.*?MARK end ovs 0", "MARK begin ovs\n\nMARK end ovs 1");
    Observation observation =
        look(FactsScope.of(FactsPart.SWITCH, FactsPart.COMPONENTS), Map.of("net", fails));
    assertThat(observation.missing(FactsScope.of(FactsPart.SWITCH)))
        .containsExactly("net: Open_vSwitch could not be read: exit 1");
    assertThat(observation.missing(FactsScope.of(FactsPart.COMPONENTS))).isEmpty();
    Observation silent =
        look(
            FactsScope.of(FactsPart.CHASSIS),
            Map.of(
                "ctl",
                text ->
                    text.replaceAll(
                        "(?s)MARK begin sb\n.*?MARK end sb 0",
                        "MARK begin sb\n\nMARK end sb 126")));
    assertThat(silent.missing(FactsScope.of(FactsPart.CHASSIS)))
        .containsExactly("the Southbound was not read: no database socket on ctl");
  }

  @Test
  void aProblemStaysUntilItsPartIsReadAgain() {
    UnaryOperator<String> fails =
        text ->
            text.replaceAll(
                    "(?s)MARK begin ovs\n.*?MARK end ovs 0", "MARK begin ovs\n\nMARK end ovs 1")
                .replaceAll(
                    "(?s)MARK begin route6\n.*?MARK end route6 0",
                    "MARK begin route6\n\nMARK end route6 1");
    Cluster odd = look(FactsScope.ALL, Map.of("net", fails)).cluster();
    assertThat(node(odd, "net").problems()).hasSize(2);
    Cluster components = look(FactsScope.of(FactsPart.COMPONENTS), Map.of()).over(odd);
    assertThat(node(components, "net").problems()).isEqualTo(node(odd, "net").problems());
    Cluster bridges = look(FactsScope.of(FactsPart.SWITCH), Map.of()).over(odd);
    assertThat(node(bridges, "net").problems())
        .containsExactly("IPv6 routes could not be read: exit 1");
    Cluster all = look(FactsScope.of(FactsPart.NETWORK), Map.of()).over(odd);
    assertThat(node(all, "net").problems()).isEmpty();
  }

  @Test
  void scopes() {
    FactsScope some =
        FactsScope.on(List.of("a"), FactsPart.NETWORK).and(FactsScope.of(FactsPart.CHASSIS));
    assertThat(some.parts("a")).containsExactlyInAnyOrder(FactsPart.NETWORK, FactsPart.SWITCH);
    assertThat(some.parts("b")).isEmpty();
    assertThat(some.databases()).containsExactly(FactsPart.CHASSIS);
    assertThat(FactsScope.ALL.covers(some)).isTrue();
    assertThat(some.covers(FactsScope.ALL)).isFalse();
    assertThat(some.covers(FactsScope.of(FactsPart.SWITCH))).isFalse();
    assertThat(some.without(FactsScope.of(FactsPart.CHASSIS)))
        .isEqualTo(FactsScope.on(List.of("a"), FactsPart.NETWORK));
    assertThat(some.without(some).isEmpty()).isTrue();
    assertThat(FactsScope.of(FactsPart.SWITCH, FactsPart.NORTHBOUND).only(List.of("a")))
        .isEqualTo(
            FactsScope.on(List.of("a"), FactsPart.SWITCH).and(FactsScope.of(FactsPart.NORTHBOUND)));
    assertThat(some).hasToString("chassis; a: network switch");
  }
}
