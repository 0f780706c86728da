package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.ovn.BfdSession;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.facts.ovn.RouterNat;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.facts.ovn.StaticRoute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the databases say of routers, DHCP, BFD, migrations and themselves, as a central node of OVN
 * 23.03 and one of 25.03 have said it: router {@code edge} with a gateway, NAT and routes.
 */
class DatabaseFactsTest {

  private static final String NET = "44444444-4444-4444-8444-444444444412";
  private static final String CMP = "44444444-4444-4444-8444-444444444413";

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern SECTION =
      Pattern.compile("(?s)MARK begin ([a-z]+)\n.*?\nMARK end \\1 [0-9]+\n");

  private static String recorded(String file) {
    try (InputStream in = DatabaseFactsTest.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The recording of ctl with the sections of another one in place of its own. */
  private static String with(String text, String sections) {
    String changed = text;
    Matcher section = SECTION.matcher(sections);
    while (section.find()) {
      String name = section.group(1);
      changed =
          changed.replaceFirst(
              "(?s)MARK begin " + name + "\n.*?\nMARK end " + name + " [0-9]+\n", "");
      changed = changed.replace("MARK begin end\n", section.group() + "MARK begin end\n");
    }
    return changed;
  }

  private static Cluster cluster(String file, UnaryOperator<String> change) {
    return RecordedNodes.collect(
        RecordedNodes.TARGETS, Map.of("ctl", text -> with(text, change.apply(recorded(file)))));
  }

  private static Cluster cluster(UnaryOperator<String> change) {
    return cluster("edge.facts", change);
  }

  private static UnaryOperator<String> replaced(String from, String to) {
    return text -> {
      assertThat(text).contains(from);
      return text.replace(from, to);
    };
  }

  /** The recording in which one section failed. */
  private static UnaryOperator<String> failed(String section, int exit) {
    return text ->
        text.replaceFirst(
            "(?s)MARK begin " + section + "\n.*?\nMARK end " + section + " [0-9]+\n",
            "MARK begin " + section + "\n\nMARK end " + section + " " + exit + "\n");
  }

  private static LogicalRouter router(Cluster cluster) {
    return cluster.logicalRouters().orElseThrow().get(0);
  }

  private static PortBinding binding(Cluster cluster, String port) {
    return cluster.bindings().stream()
        .filter(each -> each.logicalPort().equals(port))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge.facts", "edge-25.03.facts"})
  void aRouterWithItsTranslationsAndRoutes(String file) {
    LogicalRouter router = router(cluster(file, text -> text));
    assertThat(router.enabled()).isTrue();
    assertThat(router.nats().orElseThrow())
        .extracting(
            RouterNat::type,
            RouterNat::externalIp,
            RouterNat::logicalIp,
            RouterNat::externalMac,
            RouterNat::logicalPort,
            RouterNat::isDistributed)
        .containsExactly(
            tuple(
                "dnat_and_snat",
                "192.0.2.51",
                "10.9.0.10",
                Optional.of("02:00:00:00:00:11"),
                Optional.of("vmx"),
                true),
            tuple("snat", "192.0.2.50", "10.9.0.0/24", Optional.empty(), Optional.empty(), false));
    List<StaticRoute> routes = router.routes().orElseThrow();
    assertThat(routes)
        .extracting(
            StaticRoute::prefix,
            StaticRoute::nexthop,
            StaticRoute::outputPort,
            StaticRoute::policy,
            StaticRoute::routeTable)
        .containsExactly(
            tuple("0.0.0.0/0", "192.0.2.200", Optional.of("lrp1"), "dst-ip", ""),
            tuple("10.9.0.0/25", "192.0.2.201", Optional.empty(), "src-ip", ""),
            tuple("198.51.100.0/24", "discard", Optional.empty(), "dst-ip", "t1"));
    assertThat(routes)
        .extracting(route -> route.bfd().isPresent())
        .containsExactly(true, false, false);
    assertThat(routes).extracting(StaticRoute::isDefault).containsExactly(true, false, false);
    assertThat(routes).extracting(StaticRoute::isDiscarding).containsExactly(false, false, true);
    assertThat(router.ports())
        .extracting(RouterPort::name, RouterPort::enabled, RouterPort::mac, RouterPort::peer)
        .containsExactly(
            tuple("lrp1", true, "02:00:00:00:00:01", Optional.empty()),
            tuple("lrp2", false, "02:00:00:00:00:02", Optional.empty()));
    assertThat(router.ports().get(0).gatewayChassis()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge.facts", "edge-25.03.facts"})
  void dhcpOptionsAndThePortsThatReferToThem(String file) {
    Cluster cluster = cluster(file, text -> text);
    DhcpOptions options = cluster.dhcpOptions().orElseThrow().get(0);
    assertThat(options.cidr()).isEqualTo("10.9.0.0/24");
    assertThat(options.options()).containsEntry("server_mac", "02:00:00:00:00:02").hasSize(4);
    LogicalPort vm = cluster.switchNamed("inner").orElseThrow().port("vmx").orElseThrow();
    assertThat(vm.getDhcpv4()).contains(options.uuid());
    assertThat(vm.getDhcpv6()).isEmpty();
    assertThat(vm.getParentName()).isEmpty();
    assertThat(vm.getTagRequest()).isEmpty();
    LogicalPort child = cluster.switchNamed("inner").orElseThrow().port("child").orElseThrow();
    assertThat(child.getParentName()).contains("vmx");
    assertThat(child.getTagRequest()).contains(7L);
    assertThat(child.getDhcpv4()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge.facts", "edge-25.03.facts"})
  void whatTheSouthboundSays(String file) {
    Cluster cluster = cluster(file, text -> text);
    assertThat(cluster.bfdSessions())
        .contains(List.of(new BfdSession("lrp1", "192.0.2.200", "down", Optional.empty())));
    Chassis chassis = cluster.chassisNamed(NET).orElseThrow();
    assertThat(chassis.nbCfgTimestamp().orElseThrow()).isGreaterThan(1_700_000_000_000L);
    assertThat(chassis.transportZones()).contains(List.of());
    assertThat(chassis.otherConfig().orElseThrow())
        .containsEntry("is-interconn", "false")
        .containsKey("iface-types");
    PortBinding migrating = binding(cluster, "mig");
    assertThat(migrating.requestedChassis()).contains(NET);
    assertThat(migrating.requestedAdditionalChassis()).contains(List.of(CMP));
    assertThat(migrating.additionalChassis()).contains(List.of());
    assertThat(binding(cluster, "child"))
        .extracting(PortBinding::parentPort, PortBinding::tag)
        .containsExactly(Optional.of("vmx"), Optional.of(7L));
    assertThat(binding(cluster, "cr-lrp1"))
        .extracting(PortBinding::haChassisGroup, PortBinding::chassis)
        .containsExactly(Optional.of("lrp1"), Optional.of(NET));
    assertThat(binding(cluster, "virt").virtualParent()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"edge.facts, 7.0.0, 20.27.0", "edge-25.03.facts, 7.11.0, 20.41.0"})
  void theDatabasesThemselves(String file, String northSchema, String southSchema) {
    Cluster cluster = cluster(file, text -> text);
    DatabaseStatus north = cluster.northbound().orElseThrow();
    assertThat(north.schemaVersion()).isEqualTo(northSchema);
    assertThat(north.connected()).isTrue();
    assertThat(north.sbCfg()).contains(north.nbCfg());
    assertThat(north.timestamp().orElseThrow()).isGreaterThan(1_700_000_000_000L);
    DatabaseStatus south = cluster.southbound().orElseThrow();
    assertThat(south.schemaVersion()).isEqualTo(southSchema);
    assertThat(south.sbCfg()).isEmpty();
    assertThat(cluster.databaseMembers().orElseThrow())
        .extracting(
            DatabaseMember::node,
            DatabaseMember::database,
            DatabaseMember::model,
            DatabaseMember::leader,
            DatabaseMember::connected,
            DatabaseMember::problem)
        .containsExactly(
            tuple("ctl", "OVN_Northbound", "standalone", true, true, Optional.empty()),
            tuple("ctl", "OVN_Southbound", "standalone", true, true, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge.facts", "edge-25.03.facts"})
  void theyLoadAgainFromAFile(String file) throws Exception {
    Cluster cluster = cluster(file, text -> text);
    assertThat(load(FactsFile.text(cluster))).isEqualTo(cluster);
  }

  private static Cluster load(String text) throws Exception {
    return FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8));
  }

  /** Files of a safeops that did not read them. */
  @Test
  void olderFilesLoad() throws Exception {
    JsonNode file = JSON.readTree(FactsFile.text(cluster(text -> text)));
    ((ObjectNode) file).remove(List.of("dhcpOptions", "bfdSessions", "databaseMembers"));
    for (String database : List.of("northbound", "southbound")) {
      ((ObjectNode) file.path(database))
          .remove(List.of("connected", "schemaVersion", "timestamp", "sbCfg"));
    }
    for (JsonNode router : file.path("logicalRouters")) {
      ((ObjectNode) router).remove(List.of("enabled", "nats", "routes"));
      router
          .path("ports")
          .forEach(port -> ((ObjectNode) port).remove(List.of("enabled", "mac", "peer")));
    }
    for (JsonNode binding : file.path("bindings")) {
      ((ObjectNode) binding).remove(List.of("additionalChassis", "requestedAdditionalChassis"));
    }
    Cluster loaded = load(file.toString());
    assertThat(loaded.northbound().orElseThrow().connected()).isTrue();
    assertThat(loaded.northbound().orElseThrow().schemaVersion()).isEmpty();
    assertThat(loaded.northbound().orElseThrow().sbCfg()).isEmpty();
    assertThat(loaded.databaseMembers()).isEmpty();
    assertThat(loaded.dhcpOptions()).isEmpty();
    assertThat(loaded.bfdSessions()).isEmpty();
    assertThat(router(loaded).enabled()).isTrue();
    assertThat(router(loaded).nats()).isEmpty();
    assertThat(router(loaded).routes()).isEmpty();
    assertThat(router(loaded).ports().get(1).enabled()).isTrue();
    assertThat(router(loaded).ports().get(1).mac()).isEmpty();
    assertThat(binding(loaded, "mig").additionalChassis()).isEmpty();
  }

  /** Each costs the facts of its own place, and nothing else. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"type\":\"snat\"|\"type\":\"magic\"",
        "\"type\":\"dnat_and_snat\"|\"type\":7",
      })
  void anOddRowOfNatCostsOnlyTheNats(String from, String to) {
    Cluster cluster = cluster(replaced(from, to));
    Cluster whole = cluster(text -> text);
    assertThat(router(cluster).nats()).isEmpty();
    assertThat(router(cluster).routes()).isEqualTo(router(whole).routes());
    assertThat(router(cluster).ports()).isEqualTo(router(whole).ports());
    assertThat(cluster.dhcpOptions()).isEqualTo(whole.dhcpOptions());
    assertThat(cluster.northbound()).isEqualTo(whole.northbound());
    assertThat(cluster.bindings()).isEqualTo(whole.bindings());
  }

  /** A part of the rows would look like all of them. */
  @Test
  void aListWithARowThatIsMissingIsNotRead() {
    Cluster cluster =
        cluster(
            text ->
                text.replaceFirst(
                    "\\{\"_uuid\":\\[\"uuid\",\"[0-9a-f-]+\"],\"external_ip\":\"192.0.2.51\"[^}]*},?",
                    ""));
    assertThat(router(cluster).nats()).isEmpty();
    assertThat(router(cluster).routes()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 124, 127})
  void aNorthboundThatDoesNotTellMore(int exit) {
    Cluster cluster = cluster(failed("nbmore", exit));
    Cluster whole = cluster(text -> text);
    assertThat(cluster.northbound()).isEqualTo(whole.northbound());
    assertThat(cluster.switches()).isEqualTo(whole.switches());
    assertThat(cluster.dhcpOptions()).isEmpty();
    LogicalRouter router = router(cluster);
    assertThat(router.nats()).isEmpty();
    assertThat(router.routes()).isEmpty();
    assertThat(router.ports().get(0).gatewayChassis()).hasSize(1);
    assertThat(cluster.node("ctl").orElseThrow().problems()).isEmpty();
  }

  @Test
  void oddValuesOfTheSouthboundCostOnlyThemselves() {
    Cluster whole = cluster(text -> text);
    Cluster cluster =
        cluster(
            text ->
                text.replaceAll("\"nb_cfg_timestamp\":[0-9]+", "\"nb_cfg_timestamp\":\"soon\"")
                    .replace(
                        "\"logical_port\":\"lrp1\",\"min_rx\"", "\"logical_port\":\"\",\"min_rx\"")
                    .replaceAll("\"tag\":7", "\"tag\":\"seven\""));
    assertThat(cluster.southbound()).isEqualTo(whole.southbound());
    assertThat(cluster.bfdSessions()).as("a session without a port").isEmpty();
    assertThat(cluster.chassisNamed(NET).orElseThrow().nbCfgTimestamp()).isEmpty();
    assertThat(cluster.chassisNamed(NET).orElseThrow().nbCfg())
        .isEqualTo(whole.chassisNamed(NET).orElseThrow().nbCfg());
    assertThat(binding(cluster, "child").tag()).isEmpty();
    assertThat(binding(cluster, "child").parentPort()).contains("vmx");
    assertThat(cluster.northbound().orElseThrow().timestamp()).isEmpty();
  }

  /** Without migration, as OVN 22.03, and without BFD, as 20.12. */
  @Test
  void anOlderSouthbound() {
    Cluster cluster =
        cluster(
            text ->
                changed(
                    text,
                    tables -> {
                      tables.remove(8);
                      tables.findParents("transport_zones").forEach(DatabaseFactsTest::older);
                      tables.findParents("additional_chassis").forEach(DatabaseFactsTest::older);
                    }));
    assertThat(cluster.southbound().orElseThrow().problem()).isEmpty();
    assertThat(cluster.bfdSessions()).isEmpty();
    assertThat(cluster.chassisNamed(NET).orElseThrow().transportZones()).isEmpty();
    assertThat(binding(cluster, "mig").requestedAdditionalChassis()).isEmpty();
    assertThat(binding(cluster, "mig").additionalChassis()).isEmpty();
    assertThat(binding(cluster, "cr-lrp1").haChassisGroup()).contains("lrp1");
  }

  private static void older(JsonNode row) {
    ((ObjectNode) row)
        .remove(List.of("transport_zones", "additional_chassis", "requested_additional_chassis"));
  }

  /** The recording with a change of the answer of the Southbound. */
  private static String changed(String text, Consumer<ArrayNode> change) {
    Matcher answer = Pattern.compile("(?m)(?<=begin sb\n).*$").matcher(text);
    assertThat(answer.find()).isTrue();
    try {
      ArrayNode tables = (ArrayNode) JSON.readTree(answer.group());
      change.accept(tables);
      return answer.replaceFirst(Matcher.quoteReplacement(tables.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void membersThatDoNotAnswer() {
    Cluster cluster =
        cluster(text -> failed("nbserver", 124).apply(failed("sbserver", 126).apply(text)));
    assertThat(cluster.databaseMembers().orElseThrow())
        .extracting(
            DatabaseMember::model,
            DatabaseMember::leader,
            DatabaseMember::connected,
            member -> member.problem().orElse(""))
        .containsExactly(
            tuple(
                "unknown",
                false,
                false,
                "OVN_Northbound could not be read: it did not answer in time"),
            tuple("unknown", false, false, "no database socket on ctl"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model\":\"standalone\",\"name\":\"OVN_Northbound\"|\"model\":\"magic\",\"name\":\"OVN_Northbound\"|model of a database is `magic`",
        "\"name\":\"OVN_Northbound\"|\"name\":\"OVN_Other\"|does not have OVN_Northbound",
      })
  void aServerThatSaysSomethingElse(String from, String to, String problem) {
    DatabaseMember member = cluster(replaced(from, to)).databaseMembers().orElseThrow().get(0);
    assertThat(member.problem().orElse("")).contains(problem);
    assertThat(member.model()).isEqualTo("unknown");
    assertThat(member.connected()).isFalse();
  }

  /** Members of a database that was not asked stay as they were. */
  @Test
  void aLookAtOneDatabase() {
    Cluster before = RecordedNodes.cluster();
    assertThat(before.databaseMembers().orElseThrow()).hasSize(2);
    UnaryOperator<String> cut =
        text ->
            text.replace(
                "\"leader\":true,\"model\":\"standalone\",\"name\":\"OVN_Southbound\"",
                "\"leader\":false,\"model\":\"clustered\",\"name\":\"OVN_Southbound\"");
    Cluster after =
        RecordedNodes.look(
                RecordedNodes.TARGETS,
                node -> RecordedNodes.connection(node, cut),
                FactsScope.of(FactsPart.CHASSIS),
                Map.of())
            .over(before);
    assertThat(after.databaseMembers().orElseThrow())
        .extracting(DatabaseMember::database, DatabaseMember::model)
        .containsExactly(
            tuple("OVN_Northbound", "standalone"), tuple("OVN_Southbound", "clustered"));
    Cluster nodes =
        RecordedNodes.look(
                RecordedNodes.TARGETS,
                node -> RecordedNodes.connection(node, text -> text),
                FactsScope.of(FactsPart.TOOLS),
                Map.of())
            .over(after);
    assertThat(nodes.databaseMembers()).isEqualTo(after.databaseMembers());
  }
}
