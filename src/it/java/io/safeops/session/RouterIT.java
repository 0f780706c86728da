package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.lab.Lab;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests changes that the run makes through Neutron's API: the gateway reset from the note of
 * incident 002, and the network that is made again from the note of 003.
 */
@NeedsLab("--neutron")
class RouterIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final Cloud CLOUD = new Cloud(LAB);
  private static final String GATEWAY = "192.0.2.150";
  private static final String ANOTHER = "192.0.2.160";
  private static final Path RESET = Path.of("playbooks/reset-router-gateway.yaml").toAbsolutePath();
  private static final Path RECREATE = Path.of("playbooks/recreate-network.yaml").toAbsolutePath();
  private static final String[] ONLY_THE_RUN = {
    "--waive", "reversibility/undone-by-the-run", "--because", "somebody stays here"
  };

  private static EdgeRouter edge;
  private static String spare;

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  /** The network and the router, made through the API as a tenant and an administrator would. */
  @BeforeAll
  static void up() {
    edge = EdgeRouter.make(CLOUD, GATEWAY);
    spare = CLOUD.spareNetwork();
  }

  @BeforeEach
  void makeOperator() {
    operator = new Operator(LAB);
    assertThat(Lab.eventually(Lab.PATIENCE, CLOUD::answers)).isTrue();
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    guards.areGone();
  }

  @Test
  void gatewayIsResetAsTheNoteDoesIt() {
    JsonNode before = edge.content();
    String port = edge.gatewayPort();
    assertThat(isReached(GATEWAY)).isTrue();

    OpenRun run = resets();
    Ended confirmed = run.confirm(run.code());

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertThat(CLOUD.answers()).isTrue();
    assertThat(edge.content()).isEqualTo(before);
    assertThat(edge.gatewayPort()).as("it was made anew").isNotEqualTo(port);
    assertThat(LAB.exec("ctl", "ovn-nbctl", "lsp-get-type", edge.gatewayPort()).out().strip())
        .isEqualTo("router");
    assertThat(
            LAB.exec("ctl", "ovn-nbctl", "lrp-get-gateway-chassis", "lrp-" + edge.gatewayPort())
                .out())
        .isNotBlank();
    assertThat(LAB.exec("ctl", "ovn-nbctl", "lsp-get-type", port).ok()).isFalse();
    assertThat(isReached(GATEWAY)).isTrue();
    assertThat(operator.types("doctor").exit()).isZero();
  }

  @Test
  void gatewayIsNotResetWithoutAWaiver() {
    JsonNode before = edge.content();
    Ended refused = operator.types("apply", RESET.toString(), "--no-input", "-p", "router=edge");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all()).contains("reversibility/undone-by-the-run");
    nothingWasDone(before);
  }

  @Test
  void gatewayThatCarriesAFloatingIpIsNotTouched() {
    JsonNode made = edge.floatingIp();
    try {
      JsonNode before = edge.content();
      String port = edge.gatewayPort();
      for (String[] argv : List.of(argv(RESET, "-p", "router=edge"), argv(asTyped()))) {
        Ended refused = operator.types(argv);
        assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
        assertThat(refused.all())
            .contains(
                "neutron-ownership/gateway-carries-nothing",
                "router edge (" + edge.id() + ")",
                made.path("floating_ip_address").asText());
      }
      nothingWasDone(before);
      assertThat(edge.gatewayPort()).isEqualTo(port);
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
    JsonNode before = edge.content();
    OpenRun run = resets("-p", "ip=" + ANOTHER).reaches("CODE");
    assertThat(edge.address()).isEqualTo(ANOTHER);
    assertThat(isReached(ANOTHER)).isTrue();

    Ended undone = operator.types("rollback", run.id());

    assertThat(undone.exit()).as(undone.all()).isEqualTo(4);
    assertThat(undone.all()).contains("footprint equal");
    assertThat(run.ended().exit()).isEqualTo(4);
    assertThat(edge.content()).isEqualTo(before);
    assertThat(isReached(GATEWAY)).isTrue();
    assertThat(answersPing(ANOTHER)).isFalse();
  }

  @Test
  void routerHasItsOldAddressAfterTheRunIsKilledAndRecovered() {
    JsonNode before = edge.content();
    OpenRun run = resets("-p", "ip=" + ANOTHER).reaches("CODE");
    run.die();
    assertThat(run.ended().exit()).isEqualTo(1);
    assertThat(edge.address()).isEqualTo(ANOTHER);

    Ended recovered = operator.types("recover", run.id());

    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    assertThat(recovered.out()).contains("footprint equal");
    assertThat(edge.content()).isEqualTo(before);
    assertThat(isReached(GATEWAY)).isTrue();
  }

  /**
   * The kill mostly comes while the router has no gateway: there is one second between the two
   * requests.
   */
  @Test
  void routerHasItsOldAddressAfterTheRunIsKilledHalfWay() {
    JsonNode before = edge.content();
    OpenRun run = resets("-p", "ip=" + ANOTHER);
    assertThat(Lab.eventually(Lab.PATIENCE, () -> !edge.address().equals(GATEWAY))).isTrue();
    run.die();
    assertThat(run.ended().exit()).isEqualTo(1);

    Ended recovered = operator.types("recover", run.id());

    assertThat(recovered.exit()).as(recovered.all()).isEqualTo(4);
    assertThat(edge.content()).isEqualTo(before);
    assertThat(isReached(GATEWAY)).isTrue();
  }

  @Test
  void networkThatSomethingIsOnIsNotDeleted() {
    String id = CLOUD.id("networks", "tenant");
    Ended refused = operator.types(argv(RECREATE, "-p", "network=tenant"));

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.all())
        .contains("neutron-ownership/network-is-empty", "port " + edge.vm() + " (compute:lab)");
    assertThat(CLOUD.id("networks", "tenant")).isEqualTo(id);
    assertNothingArmed();
  }

  @Test
  void emptyNetworkIsRecreatedAndAgainByTheRollback() {
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

  /** The repair of incident 002 does not stop Neutron; the note's commands do. */
  @Test
  void neutronAnswersAndWritesAfterTheCentralServicesWereRestarted() {
    assertThat(CLOUD.answers()).isTrue();
    OpenRun run = operator.applies(Plans.RESTART_CENTRAL);
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();

    assertThat(CLOUD.answers()).isTrue();
    String made = CLOUD.network("afterwards", "");
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
    assertThat(edge.content()).isEqualTo(before);
    assertNothingArmed();
  }

  private void assertNothingArmed() {
    assertThat(operator.hasRuns()).isFalse();
  }

  private static boolean hasSwitch(String network) {
    return LAB.exec("ctl", "ovn-nbctl", "--timeout=10", "ls-list").out().contains(network);
  }

  /** Pings the router from the outside host. It answers on the chassis that has its gateway. */
  private static boolean isReached(String ip) {
    return Lab.eventually(Lab.PATIENCE, () -> answersPing(ip));
  }

  private static boolean answersPing(String ip) {
    return LAB.exec("outside", "ping", "-c1", "-W1", ip).ok();
  }
}
