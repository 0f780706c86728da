package io.safeops.facts.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.RecordedNodes;
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
class LookTest {

  private static final Cluster BEFORE = RecordedNodes.cluster();

  private final Map<String, Set<String>> asked = new ConcurrentHashMap<>();

  private Look look(Scope scope, Map<String, UnaryOperator<String>> changes) {
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
  void only_nodes_in_the_scope_are_asked() {
    Look look = look(Scope.on(List.of("cmp"), Part.SWITCH), Map.of());
    assertThat(asked).containsOnlyKeys("cmp");
    assertThat(node(look.cluster(), "cmp").bridges()).isEqualTo(node(BEFORE, "cmp").bridges());
    assertThat(node(look.cluster(), "cmp").nics()).isEmpty();
    assertThat(node(look.cluster(), "net").isRead()).isFalse();
    assertThat(look.cluster().northbound()).isEmpty();
    assertThat(look.lost()).isEmpty();
  }

  @Test
  void the_databases_are_asked_of_central_nodes_alone() {
    Look look = look(Scope.of(Part.BINDINGS), Map.of());
    assertThat(asked).containsOnlyKeys("ctl");
    assertThat(look.cluster().switches()).isEqualTo(BEFORE.switches());
    assertThat(look.cluster().bindings()).isEqualTo(BEFORE.bindings());
    // The nodes' own system-ids were not read: they are as they were known.
    assertThat(look.cluster().chassis()).isEqualTo(BEFORE.chassis());
  }

  @Test
  void what_was_read_is_in_its_place_and_the_rest_as_it_was() {
    Map<String, UnaryOperator<String>> changes =
        Map.of(
            "net",
            text ->
                text.replace("[\"ovn-bridge-mappings\",\"physnet2:br-ex\"],", "")
                    .replace("\"192.0.2.12\",\"prefixlen\":24", "\"192.0.2.77\",\"prefixlen\":24"));
    Cluster now = look(Scope.on(List.of("net"), Part.SWITCH), changes).over(BEFORE);
    assertThat(node(now, "net").mappings()).isEmpty();
    assertThat(node(now, "net").nics()).isEqualTo(node(BEFORE, "net").nics());
    assertThat(node(now, "net").components()).isEqualTo(node(BEFORE, "net").components());
    assertThat(node(now, "cmp")).isEqualTo(node(BEFORE, "cmp"));
    assertThat(now.switches()).isEqualTo(BEFORE.switches());
    Cluster more = look(Scope.on(List.of("net"), Part.NETWORK), changes).over(BEFORE);
    assertThat(node(more, "net").getAddresses()).contains("192.0.2.77");
  }

  @Test
  void all_of_it_is_the_cluster_again() {
    assertThat(look(Scope.ALL, Map.of()).over(BEFORE)).isEqualTo(BEFORE);
    Scope half = Scope.on(List.of("ctl", "net"), Part.NETWORK).and(Scope.of(Part.CHASSIS));
    assertThat(look(half, Map.of()).over(BEFORE)).isEqualTo(BEFORE);
    Look rest = look(Scope.ALL.without(half), Map.of());
    assertThat(rest.over(look(half, Map.of())).scope().covers(Scope.ALL)).isTrue();
  }

  @Test
  void what_was_not_asked_for_is_missing() {
    Look look = look(Scope.on(List.of("cmp"), Part.SWITCH), Map.of());
    assertThat(look.missing(Scope.on(List.of("cmp"), Part.SWITCH))).isEmpty();
    assertThat(look.missing(Scope.on(List.of("cmp"), Part.COMPONENTS)))
        .containsExactly("not read: cmp: components");
    assertThat(look.missing(Scope.of(Part.NORTHBOUND)))
        .anySatisfy(text -> assertThat(text).contains("not read: northbound"));
  }

  @Test
  void what_could_not_be_read_is_missing() {
    UnaryOperator<String> fails =
        text ->
            text.replaceAll(
                "(?s)MARK begin ovs\n.*?MARK end ovs 0", "MARK begin ovs\n\nMARK end ovs 1");
    Look look = look(Scope.of(Part.SWITCH, Part.COMPONENTS), Map.of("net", fails));
    assertThat(look.missing(Scope.of(Part.SWITCH)))
        .containsExactly("net: Open_vSwitch could not be read: exit 1");
    assertThat(look.missing(Scope.of(Part.COMPONENTS))).isEmpty();
    Look silent =
        look(
            Scope.of(Part.CHASSIS),
            Map.of(
                "ctl",
                text ->
                    text.replaceAll(
                        "(?s)MARK begin sb\n.*?MARK end sb 0",
                        "MARK begin sb\n\nMARK end sb 126")));
    assertThat(silent.missing(Scope.of(Part.CHASSIS)))
        .containsExactly("the Southbound was not read: no database socket on ctl");
  }

  @Test
  void a_problem_stays_until_its_part_is_read_again() {
    UnaryOperator<String> fails =
        text ->
            text.replaceAll(
                    "(?s)MARK begin ovs\n.*?MARK end ovs 0", "MARK begin ovs\n\nMARK end ovs 1")
                .replaceAll(
                    "(?s)MARK begin route6\n.*?MARK end route6 0",
                    "MARK begin route6\n\nMARK end route6 1");
    Cluster odd = look(Scope.ALL, Map.of("net", fails)).cluster();
    assertThat(node(odd, "net").problems()).hasSize(2);
    Cluster components = look(Scope.of(Part.COMPONENTS), Map.of()).over(odd);
    assertThat(node(components, "net").problems()).isEqualTo(node(odd, "net").problems());
    Cluster bridges = look(Scope.of(Part.SWITCH), Map.of()).over(odd);
    assertThat(node(bridges, "net").problems())
        .containsExactly("IPv6 routes could not be read: exit 1");
    Cluster all = look(Scope.of(Part.NETWORK), Map.of()).over(odd);
    assertThat(node(all, "net").problems()).isEmpty();
  }

  @Test
  void scopes() {
    Scope some = Scope.on(List.of("a"), Part.NETWORK).and(Scope.of(Part.CHASSIS));
    assertThat(some.parts("a")).containsExactlyInAnyOrder(Part.NETWORK, Part.SWITCH);
    assertThat(some.parts("b")).isEmpty();
    assertThat(some.databases()).containsExactly(Part.CHASSIS);
    assertThat(Scope.ALL.covers(some)).isTrue();
    assertThat(some.covers(Scope.ALL)).isFalse();
    assertThat(some.covers(Scope.of(Part.SWITCH))).isFalse();
    assertThat(some.without(Scope.of(Part.CHASSIS)))
        .isEqualTo(Scope.on(List.of("a"), Part.NETWORK));
    assertThat(some.without(some).isEmpty()).isTrue();
    assertThat(Scope.of(Part.SWITCH, Part.NORTHBOUND).only(List.of("a")))
        .isEqualTo(Scope.on(List.of("a"), Part.SWITCH).and(Scope.of(Part.NORTHBOUND)));
    assertThat(some).hasToString("chassis; a: network switch");
  }
}
