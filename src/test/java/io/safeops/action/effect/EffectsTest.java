package io.safeops.action.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.Understanding;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.Route;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import io.safeops.predict.GatewayPrediction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The facts after a command line in all its spellings, in the table {@code effects.txt}: an
 * understood line, a refused one or an opaque one.
 */
class EffectsTest {

  static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";
  static final String VM1 = "10000001-0000-4000-8000-000000000001";
  static final String VM2 = "10000002-0000-4000-8000-000000000002";
  static final String CTL = "44444444-4444-4444-8444-444444444411";
  static final String NET = "44444444-4444-4444-8444-444444444412";
  static final String DHCP = "77777777-7777-4777-8777-777777777777";

  /** Short names in the table, in the order in which they are replaced. */
  private static final Map<String, String> SHORT =
      Map.of(
          "SWITCH", SWITCH, "PROVNET", PROVNET, "VM1", VM1, "VM2", VM2, "CTL", CTL, "NET", NET,
          "DHCP", DHCP);

  private static final Cluster BEFORE = cluster();

  /** A section of the table. */
  record Effect(String line, List<String> expected) {
    @Override
    public String toString() {
      return line;
    }
  }

  static Stream<Effect> effects() throws IOException {
    List<Effect> effects = new ArrayList<>();
    for (String section : table().split("\n\n+")) {
      List<String> lines = section.lines().filter(line -> !line.startsWith("#")).toList();
      List<String> expected =
          lines.stream().filter(line -> line.startsWith("  ")).map(String::strip).toList();
      lines.stream()
          .filter(line -> !line.startsWith(" ") && !line.isBlank())
          .forEach(line -> effects.add(new Effect(line, expected)));
    }
    return effects.stream();
  }

  private static String table() throws IOException {
    try (InputStream in = EffectsTest.class.getResourceAsStream("effects.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String longName(String text) {
    String words = text;
    for (Map.Entry<String, String> each : SHORT.entrySet()) {
      words = words.replaceAll("\\b" + each.getKey() + "\\b", each.getValue());
    }
    return words;
  }

  private static String shortName(String text) {
    String words = text;
    for (Map.Entry<String, String> each : SHORT.entrySet()) {
      words = words.replace(each.getValue(), each.getKey());
    }
    return words;
  }

  /** The words as a shell splits them, with only the quotes that the table uses. */
  static List<String> argv(String line) {
    return java.util.regex.Pattern.compile("(?:[^\\s']+|'[^']*')+")
        .matcher(longName(line))
        .results()
        .map(word -> word.group().replace("'", ""))
        .toList();
  }

  /** The recorded cluster, with a router, its gateway, NAT, routes and DHCP. */
  static Cluster cluster() {
    Cluster recorded = RecordedNodes.cluster();
    LogicalPort toRouter =
        LogicalPort.builder("to-r1", SWITCH)
            .type("router")
            .addresses(List.of("router"))
            .options(Map.of("router-port", "r1-pub"))
            .enabled(true)
            .build();
    Cluster after =
        recorded
            .withSwitch(
                SWITCH,
                each ->
                    each.withPort(toRouter)
                        .withPort(
                            each.port(VM1).orElseThrow().toBuilder()
                                .rest(Map.of("dhcpv4_options", "[\"uuid\",\"" + DHCP + "\"]"))
                                .build())
                        .withPort(
                            each.port(VM2)
                                .orElseThrow()
                                .withOptions(Map.of("requested-chassis", "net"))))
            .withRouters(Optional.of(List.of(router())), Optional.of(List.of()));
    List<PortBinding> bindings = new ArrayList<>();
    after.bindings().stream()
        .map(
            each ->
                each.logicalPort().equals(VM2)
                    ? each.withChassis(each.chassis(), Optional.of(NET), each.up()).toBuilder()
                        .options(Map.of("requested-chassis", "net"))
                        .build()
                    : each)
        .forEach(bindings::add);
    bindings.add(
        PortBinding.builder("to-r1")
            .switchName(SWITCH)
            .type("patch")
            .options(Map.of("peer", "r1-pub"))
            .build());
    bindings.add(
        PortBinding.builder("r1-pub")
            .switchName("r1")
            .type("patch")
            .options(Map.of("peer", "to-r1"))
            .build());
    bindings.add(
        PortBinding.builder("cr-r1-pub")
            .switchName("r1")
            .type("chassisredirect")
            .chassis(Optional.of(NET))
            .up(true)
            .options(Map.of("distributed-port", "r1-pub"))
            .build());
    Cluster more =
        after.toBuilder()
            .bindings(
                bindings.stream()
                    .sorted(java.util.Comparator.comparing(PortBinding::logicalPort))
                    .toList())
            .dhcpOptions(
                Optional.of(
                    List.of(
                        new DhcpOptions(
                            DHCP, "192.0.2.0/24", Map.of("lease_time", "3600"), Map.of()))))
            .nodes(after.nodes().stream().map(EffectsTest::readMore).toList())
            .build();
    return GatewayPrediction.settle(more, "r1-pub");
  }

  private static LogicalRouter router() {
    return LogicalRouter.builder("r1")
        .uuid("99999999-9999-4999-8999-999999999999")
        .ports(
            List.of(
                RouterPort.builder("r1-pub", "r1")
                    .mac("02:00:00:00:00:01")
                    .networks(List.of("192.0.2.254/24"))
                    .gatewayChassis(
                        List.of(
                            GatewayChassis.of("r1-pub", NET, 20),
                            GatewayChassis.of("r1-pub", CTL, 10)))
                    .enabled(true)
                    .build()))
        .nats(
            Optional.of(
                List.of(
                    new RouterNat(
                        "snat",
                        "192.0.2.254",
                        "10.0.0.0/24",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                    new RouterNat(
                        "dnat_and_snat",
                        "192.0.2.200",
                        "10.0.0.9",
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()))))
        .routes(
            Optional.of(
                List.of(
                    new StaticRoute(
                        "0.0.0.0/0",
                        "192.0.2.1",
                        Optional.empty(),
                        "dst-ip",
                        "",
                        Optional.empty()))))
        .build();
  }

  /** A node with a VLAN device and a default route, whose bridges were asked what they forward. */
  private static Node readMore(Node node) {
    List<Nic> nics = new ArrayList<>(node.nics());
    nics.add(
        Nic.builder("mgmt0.7")
            .kind("vlan")
            .mtu(1500)
            .up(true)
            .carrier(true)
            .lower(List.of("mgmt0"))
            .vlan(Optional.of(7L))
            .build());
    List<Route> routes = new ArrayList<>(node.routes());
    routes.add(new Route("default", Optional.of("192.0.2.1"), "br-ex", Optional.empty(), 0));
    return node.withNics(nics).toBuilder()
        .routes(routes)
        .build()
        .withBridge("br-ex", each -> each.toBuilder().forwarding(Bridge.NORMAL).build());
  }

  @ParameterizedTest
  @MethodSource("effects")
  void predicts(Effect effect) throws Exception {
    Cluster after =
        CommandReader.read(argv(effect.line()), Optional.empty(), List.of("net")).effect(BEFORE);
    assertThat(FactsDifference.of(BEFORE, after).stream().map(EffectsTest::shortName).toList())
        .containsExactlyElementsOf(effect.expected());
  }

  @Test
  void aLineThatIsRefusedStaysRefused() throws IOException {
    long refused =
        effects()
            .map(each -> CommandReader.read(argv(each.line()), Optional.empty(), List.of("net")))
            .map(Action::understanding)
            .filter(each -> each == Understanding.REFUSED)
            .count();
    assertThat(refused).isGreaterThan(100);
  }
}
