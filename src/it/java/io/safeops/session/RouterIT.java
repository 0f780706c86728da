package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.lab.Lab;
import io.safeops.lab.Lab.Topology;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Changes that the run makes through Neutron's API: the gateway reset of incident 002's note, and
 * the network made anew of 003's.
 */
@NeedsLab
class RouterIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final Cloud CLOUD = new Cloud(LAB);
  private static final String GATEWAY = "192.0.2.150";
  private static final String ANOTHER = "192.0.2.160";
  private static final String ROUTES =
      "[{\"destination\":\"198.51.100.0/24\",\"nexthop\":\"192.0.2.1\"},"
          + "{\"destination\":\"203.0.113.0/24\",\"nexthop\":\"10.7.0.9\"}]";
  private static final Path RESET = Path.of("playbooks/reset-router-gateway.yaml").toAbsolutePath();
  private static final Path RECREATE = Path.of("playbooks/recreate-network.yaml").toAbsolutePath();
  private static final String[] ONLY_THE_RUN = {
    "--waive", "reversibility/undone-by-the-run", "--because", "somebody stays here"
  };

  private static String router;
  private static String external;
  private static String vm;
  private static String spare;

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  /** What a tenant and an administrator would make, by the API. */
  @BeforeAll
  static void up() {
    LAB.up(Topology.CONVERGED, "--standalone", "--suite", "bookworm", "--neutron");
    external = CLOUD.id("networks", "public");
    CLOUD.put("networks/" + external, "{\"network\": {\"router:external\": true}}");
    String tenant = network("tenant", "");
    String subnet =
        CLOUD
            .post(
                "subnets",
                "{\"subnet\": {\"name\": \"tenant\", \"project_id\": \"lab\", \"network_id\": \""
                    + tenant
                    + "\", \"ip_version\": 4, \"cidr\": \"10.7.0.0/24\"}}")
            .path("id")
            .asText();
    vm =
        CLOUD
            .post(
                "ports",
                "{\"port\": {\"name\": \"vm\", \"project_id\": \"lab\", \"network_id\": \""
                    + tenant
                    + "\", \"device_owner\": \"compute:lab\", \"device_id\": \"vm\"}}")
            .path("id")
            .asText();
    router =
        CLOUD
            .post("routers", "{\"router\": {\"name\": \"edge\", \"project_id\": \"lab\"}}")
            .path("id")
            .asText();
    CLOUD.put("routers/" + router + "/add_router_interface", "{\"subnet_id\": \"" + subnet + "\"}");
    CLOUD.put(
        "routers/" + router,
        "{\"router\": {\"external_gateway_info\": {\"network_id\": \""
            + external
            + "\", \"enable_snat\": false, \"external_fixed_ips\": [{\"ip_address\": \""
            + GATEWAY
            + "\"}]}}}");
    CLOUD.put("routers/" + router, "{\"router\": {\"routes\": " + ROUTES + "}}");
    spare = spare();
  }

  private static String network(String name, String more) {
    return CLOUD
        .post(
            "networks",
            "{\"network\": {\"name\": \"" + name + "\", \"project_id\": \"lab\"" + more + "}}")
        .path("id")
        .asText();
  }

  /** Nothing is on it, and little of it is as Neutron would make it by itself. */
  private static String spare() {
    String made =
        network("spare", ", \"mtu\": 1400, \"shared\": true, \"description\": \"nobody uses it\"");
    CLOUD.put("networks/" + made + "/tags", "{\"tags\": [\"kept\", \"by hand\"]}");
    String head = "{\"subnet\": {\"project_id\": \"lab\", \"network_id\": \"" + made + "\", ";
    String four =
        CLOUD
            .post(
                "subnets",
                head
                    + "\"name\": \"four\", \"ip_version\": 4, \"cidr\": \"10.8.0.0/24\","
                    + " \"gateway_ip\": null, \"enable_dhcp\": false,"
                    + " \"dns_nameservers\": [\"192.0.2.53\", \"192.0.2.9\"],"
                    + " \"allocation_pools\": [{\"start\": \"10.8.0.50\", \"end\": \"10.8.0.60\"},"
                    + " {\"start\": \"10.8.0.10\", \"end\": \"10.8.0.20\"}],"
                    + " \"host_routes\": [{\"destination\": \"198.51.100.0/24\","
                    + " \"nexthop\": \"10.8.0.2\"}]}}")
            .path("id")
            .asText();
    CLOUD.put("subnets/" + four + "/tags", "{\"tags\": [\"v4\"]}");
    CLOUD.post(
        "subnets",
        head
            + "\"name\": \"six\", \"ip_version\": 6, \"cidr\": \"2001:db8:7::/64\","
            + " \"ipv6_ra_mode\": \"slaac\", \"ipv6_address_mode\": \"slaac\"}}");
    return made;
  }

  @AfterAll
  static void down() {
    LAB.down();
  }

  @BeforeEach
  void sitDown() {
    operator = new Operator(LAB);
    assertThat(Lab.eventually(Operator.PATIENCE, CLOUD::answers)).isTrue();
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    guards.areGone();
  }

  @Test
  void gatewayIsResetAsTheNoteDoesIt() {
    JsonNode before = router();
    String port = gatewayPort();
    assertThat(isReached(GATEWAY)).isTrue();

    OpenRun run = resets();
    Ended confirmed = run.confirm(run.code());

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertThat(CLOUD.answers()).isTrue();
    assertThat(content(router())).isEqualTo(content(before));
    assertThat(gatewayPort()).as("it was made anew").isNotEqualTo(port);
    assertThat(LAB.exec("ctl", "ovn-nbctl", "lsp-get-type", gatewayPort()).out().strip())
        .isEqualTo("router");
    assertThat(
            LAB.exec("ctl", "ovn-nbctl", "lrp-get-gateway-chassis", "lrp-" + gatewayPort()).out())
        .isNotBlank();
    assertThat(LAB.exec("ctl", "ovn-nbctl", "lsp-get-type", port).ok()).isFalse();
    assertThat(isReached(GATEWAY)).isTrue();
    assertThat(operator.types("doctor").exit()).isZero();
  }

  @Test
  void gatewayIsNotResetWithoutAWordAboutTheUndo() {
    JsonNode before = router();
    Ended refused = operator.types("apply", RESET.toString(), "--no-input", "-p", "router=edge");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains("reversibility/undone-by-the-run");
    nothingWasDone(before);
  }

  @Test
  void gatewayThatCarriesAFloatingIpIsNotTouched() {
    JsonNode made =
        CLOUD.post(
            "floatingips",
            "{\"floatingip\": {\"project_id\": \"lab\", \"floating_network_id\": \""
                + external
                + "\", \"port_id\": \""
                + vm
                + "\"}}");
    try {
      JsonNode before = router();
      String port = gatewayPort();
      for (String[] argv : List.of(argv(RESET, "-p", "router=edge"), argv(asTyped()))) {
        Ended refused = operator.types(argv);
        assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
        assertThat(refused.all())
            .contains(
                "neutron-ownership/gateway-carries-nothing",
                "router edge (" + router + ")",
                made.path("floating_ip_address").asText());
      }
      nothingWasDone(before);
      assertThat(gatewayPort()).isEqualTo(port);
    } finally {
      CLOUD.delete("floatingips/" + made.path("id").asText());
    }
  }

  /** The note's second command, as an exec step. */
  private Path asTyped() {
    return operator.file(
        "typed.yaml",
        Plans.plan(
            "deadline: 60s",
            "{exec: {argv: [openstack, router, set, --external-gateway, public, edge],"
                + " undo: none}, nodes: {names: [ctl]}}"));
  }

  @Test
  void routerHasItsOldAddressAfterARollback() {
    JsonNode before = router();
    OpenRun run = resets("-p", "ip=" + ANOTHER).reaches("CODE");
    assertThat(address()).isEqualTo(ANOTHER);
    assertThat(isReached(ANOTHER)).isTrue();

    Ended undone = operator.types("rollback", run.id());

    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    assertThat(undone.all()).contains("footprint equal");
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(content(router())).isEqualTo(content(before));
    assertThat(isReached(GATEWAY)).isTrue();
    assertThat(answersPing(ANOTHER)).isFalse();
  }

  @Test
  void routerHasItsOldAddressAfterTheRunIsKilledAndRecovered() {
    JsonNode before = router();
    OpenRun run = resets("-p", "ip=" + ANOTHER).reaches("CODE");
    run.die();
    assertThat(run.ended().exit()).isEqualTo(1);
    assertThat(address()).isEqualTo(ANOTHER);

    Ended recovered = operator.types("recover", run.id());

    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    assertThat(recovered.out()).contains("footprint equal");
    assertThat(content(router())).isEqualTo(content(before));
    assertThat(isReached(GATEWAY)).isTrue();
  }

  @Test
  void networkThatSomethingIsOnIsNotDeleted() {
    String id = CLOUD.id("networks", "tenant");
    Ended refused = operator.types(argv(RECREATE, "-p", "network=tenant"));

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all())
        .contains("neutron-ownership/network-is-empty", "port " + vm + " (compute:lab)");
    assertThat(CLOUD.id("networks", "tenant")).isEqualTo(id);
    assertNothingArmed();
  }

  @Test
  void emptyNetworkIsMadeAnewAndOnceMoreIfItIsRolledBack() {
    Set<String> before = CLOUD.content(spare);
    assertThat(hasSwitch(spare)).isTrue();
    OpenRun run = recreates();
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    String made = CLOUD.id("networks", "spare");
    assertThat(made).isNotEqualTo(spare);
    assertThat(CLOUD.content(made)).isEqualTo(before);
    assertThat(hasSwitch(made)).isTrue();
    assertThat(hasSwitch(spare)).isFalse();

    OpenRun again = recreates().reaches("CODE");
    Ended undone = operator.types("rollback", again.id());
    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    assertThat(undone.all()).contains("footprint equal");
    assertThat(again.ended().exit()).isEqualTo(4);
    spare = CLOUD.id("networks", "spare");
    assertThat(CLOUD.content(spare)).isEqualTo(before);
    assertThat(hasSwitch(spare)).isTrue();
  }

  /** Incident 002's repair does not take Neutron down, as the note's commands do. */
  @Test
  void neutronAnswersAndWritesAfterTheCentralServicesWereRestarted() {
    assertThat(CLOUD.answers()).isTrue();
    OpenRun run = operator.applies(Plans.RESTART_CENTRAL);
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();

    assertThat(CLOUD.answers()).isTrue();
    String made = network("afterwards", "");
    assertThat(hasSwitch(made)).isTrue();
    CLOUD.delete("networks/" + made);
    assertThat(operator.types("doctor").exit()).isZero();
  }

  private OpenRun resets(String... more) {
    List<String> options = new ArrayList<>(List.of("-p", "router=edge"));
    options.addAll(List.of(more));
    options.addAll(List.of(ONLY_THE_RUN));
    return operator.applies(RESET, options.toArray(String[]::new));
  }

  private OpenRun recreates() {
    List<String> options = new ArrayList<>(List.of("-p", "network=spare"));
    options.addAll(List.of(ONLY_THE_RUN));
    return operator.applies(RECREATE, options.toArray(String[]::new));
  }

  private static String[] argv(Path plan, String... words) {
    List<String> argv = new ArrayList<>(List.of("apply", plan.toString(), "--no-input"));
    argv.addAll(List.of(words));
    argv.addAll(List.of(ONLY_THE_RUN));
    return argv.toArray(String[]::new);
  }

  private void nothingWasDone(JsonNode before) {
    assertThat(router()).isEqualTo(before);
    assertNothingArmed();
  }

  private void assertNothingArmed() {
    assertThat(operator.hasRuns()).isFalse();
  }

  private static JsonNode router() {
    return CLOUD.get("routers/" + router).path("router");
  }

  /** Without what counts its changes. */
  private static JsonNode content(JsonNode router) {
    ObjectNode content = router.deepCopy();
    content.remove(List.of("updated_at", "revision_number"));
    return content;
  }

  private static String address() {
    return router().at("/external_gateway_info/external_fixed_ips/0/ip_address").asText();
  }

  private static String gatewayPort() {
    JsonNode ports =
        CLOUD.get("ports?device_owner=network:router_gateway&device_id=" + router).path("ports");
    assertThat(ports).hasSize(1);
    return ports.get(0).path("id").asText();
  }

  private static boolean hasSwitch(String network) {
    return LAB.exec("ctl", "ovn-nbctl", "--timeout=10", "ls-list").out().contains(network);
  }

  /** From the outside host: the router answers itself, on the chassis that carries its gateway. */
  private static boolean isReached(String ip) {
    return Lab.eventually(Duration.ofSeconds(30), () -> answersPing(ip));
  }

  private static boolean answersPing(String ip) {
    return LAB.exec("outside", "ping", "-c1", "-W1", ip).ok();
  }
}
