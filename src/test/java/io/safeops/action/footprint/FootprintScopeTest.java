package io.safeops.action.footprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.model.Observation;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Reading only the scope of a footprint shows every difference that reading everything shows. */
class FootprintScopeTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String VM2 = "10000002-0000-4000-8000-000000000002";
  private static final Cluster BEFORE = RecordedNodes.cluster();

  /** Changes that may happen during a run, by the node whose facts show them. */
  private static final Map<String, Map<String, UnaryOperator<String>>> CHANGES = new HashMap<>();

  static {
    changes(
        "a mapping is gone",
        Map.of("net", without("[\"ovn-bridge-mappings\",\"physnet2:br-ex\"],")));
    changes(
        "a bridge is another",
        Map.of(
            "cmp",
            text -> text.replace("\"fail_mode\":\"secure\"", "\"fail_mode\":\"standalone\"")));
    changes(
        "a controller has stopped",
        Map.of(
            "cmp",
            text ->
                text.replaceAll(
                    "(?s)(Id=ovn-controller.service.*?ActiveState=)active", "$1failed")));
    changes(
        "a port is gone",
        Map.of("ctl", text -> text.replaceFirst("\"type\":\"localnet\"", "\"type\":\"\"")));
    changes(
        "an interface carries nothing",
        Map.of("net", text -> text.replaceAll("\\[\"iface-id\",\"[^]]*],", "")));
    changes(
        "a route is another",
        Map.of(
            "net", text -> text.replace("\"dst\":\"192.0.2.0/24\"", "\"dst\":\"192.0.3.0/24\"")));
    changes(
        "tunnels end elsewhere",
        Map.of("cmp", text -> text.replace("\"192.0.2.12\"", "\"192.0.2.99\"")));
    changes(
        "an interface is down",
        Map.of(
            "cmp",
            text ->
                text.replaceAll(
                    "(\"ifname\":\"enp6s18\",\"flags\":\\[[^]]*)\"UP\"", "$1\"DOWN\"")));
  }

  private static void changes(String what, Map<String, UnaryOperator<String>> by) {
    CHANGES.put(what, by);
  }

  private static UnaryOperator<String> without(String text) {
    return all -> all.replace(text, "");
  }

  private static Map<String, Footprint> footprints() {
    Map<String, Footprint> footprints = new LinkedHashMap<>();
    footprints.put(
        "a switch and its physnet",
        Footprint.of(new SwitchItem(SWITCH), new PhysnetItem("physnet2")));
    footprints.put(
        "a bridge", Footprint.of(new BridgeItem("cmp", "br-ex"), new BridgeItem("cmp", "br-int")));
    footprints.put("a controller", Footprint.of(new ComponentItem("cmp", "controller")));
    footprints.put("a VM's port", Footprint.of(new PortItem(VM2)));
    footprints.put("a chassis", Footprint.of(new ChassisItem("net")));
    footprints.put("all of a node", Footprint.ofAll(BEFORE, List.of("net")));
    return footprints;
  }

  private static Observation look(FactsScope scope, Map<String, UnaryOperator<String>> changes) {
    Map<String, String> ids = new HashMap<>();
    BEFORE.nodes().forEach(node -> node.systemId().ifPresent(id -> ids.put(id, node.name())));
    return RecordedNodes.look(
        RecordedNodes.TARGETS,
        node ->
            RecordedNodes.connection(node, changes.getOrDefault(node, UnaryOperator.identity())),
        scope,
        ids);
  }

  /** Reads as a run does: if the facts show more nodes, these are read too. */
  private static Cluster read(Footprint footprint, Map<String, UnaryOperator<String>> changes) {
    Observation observation = look(footprint.scope(BEFORE), changes);
    while (!observation.scope().covers(footprint.scope(observation.over(BEFORE)))) {
      observation =
          look(footprint.scope(observation.over(BEFORE)).without(observation.scope()), changes)
              .over(observation);
    }
    return observation.over(BEFORE);
  }

  @Test
  void everyDifferenceIsSeenThatTheWholeClusterWouldShow() {
    Map<String, Integer> seen = new HashMap<>();
    footprints()
        .forEach(
            (name, footprint) ->
                CHANGES.forEach(
                    (what, changes) -> {
                      Cluster whole = look(FactsScope.ALL, changes).cluster();
                      List<String> all = footprint.diff(BEFORE, whole);
                      assertThat(footprint.diff(BEFORE, read(footprint, changes)))
                          .as("%s, %s", name, what)
                          .isEqualTo(all);
                      seen.merge(all.isEmpty() ? "nothing" : name, 1, Integer::sum);
                      seen.merge(all.isEmpty() ? "nothing" : what, 1, Integer::sum);
                    }));
    assertThat(seen).containsKeys(footprints().keySet().toArray(String[]::new));
    assertThat(seen).containsKeys(CHANGES.keySet().toArray(String[]::new));
  }

  /**
   * The Open_vSwitch database of such a node is not read at first: its chassis shows its mappings.
   */
  @Test
  void aNodeThatNowMapsThePhysnetIsFoundByItsChassis() {
    Footprint footprint = Footprint.of(new PhysnetItem("physnet2"));
    Cluster unmapped =
        BEFORE
            .withNode("cmp", node -> node.withMappings(List.of()))
            .withChassis(
                BEFORE.chassis().stream()
                    .map(
                        chassis ->
                            chassis.node().orElse("").equals("cmp")
                                ? chassis.withMappings(Map.of())
                                : chassis)
                    .toList());
    FactsScope scope = footprint.scope(unmapped);
    assertThat(scope.parts("cmp")).isEmpty();
    assertThat(scope.parts("net")).contains(FactsPart.SWITCH);
    Observation first = look(scope, Map.of());
    assertThat(footprint.scope(first.over(unmapped)).parts("cmp")).contains(FactsPart.SWITCH);
  }

  @Test
  void effectsOnOtherNodesAreReadOnlyForTheComparison() {
    Footprint footprint = Footprint.of(new ChassisItem("net"));
    assertThat(footprint.scopeBefore(BEFORE).parts("cmp")).isEmpty();
    assertThat(footprint.scope(BEFORE).parts("cmp")).containsExactly(FactsPart.SWITCH);
  }

  /** A network that Neutron makes again has another id, and so has its switch. */
  @Test
  void aNetworkThatWasMadeAgainIsComparedWithItsNewSwitch() {
    Cluster before = BEFORE.withNeutron(neutron(SWITCH));
    String anew = "neutron-99999999-9999-4999-8999-999999999999";
    Cluster after =
        before
            .withNeutron(neutron(anew))
            .withSwitch(
                SWITCH,
                old ->
                    new LogicalSwitch(
                        anew,
                        old.uuid(),
                        old.externalIds(),
                        old.otherConfig(),
                        old.ports().stream().map(port -> moved(port, anew)).toList()));
    Footprint footprint = Footprint.of(new NetworkItem(SWITCH.substring("neutron-".length())));
    assertThat(footprint.diff(before, after)).isEmpty();
    Cluster seen = new Observation(after, footprint.scope(before)).over(before);
    assertThat(footprint.diff(before, seen)).isEmpty();
    Cluster lost = after.withSwitches(List.of());
    assertThat(footprint.diff(before, new Observation(lost, footprint.scope(before)).over(before)))
        .singleElement()
        .asString()
        .contains("is external, segments [], no switch");
  }

  private static LogicalPort moved(LogicalPort port, String to) {
    return new LogicalPort(
        port.name(),
        port.uuid(),
        to,
        port.type(),
        port.tag(),
        port.addresses(),
        port.portSecurity(),
        port.options(),
        port.externalIds(),
        port.enabled(),
        port.up(),
        port.rest());
  }

  /** One network, the one with this switch. */
  private static Optional<Neutron> neutron(String switchName) {
    String id = switchName.substring("neutron-".length());
    return Optional.of(
        new Neutron(
            "http://192.0.2.11:9696",
            List.of(new NeutronNetwork(id, "public", true, List.of())),
            List.of(),
            List.of(),
            Optional.empty()));
  }
}
