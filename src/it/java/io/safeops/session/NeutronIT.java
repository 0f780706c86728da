package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.lab.Lab;
import io.safeops.lab.Lab.Answer;
import io.safeops.lab.NeedsLab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests a cloud with Neutron. Neutron says what OVN should hold, and safeops reaches its API
 * through ctl.
 */
@NeedsLab("--neutron")
class NeutronIT {
  private static final Lab LAB = Lab.ofThisRun();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "http://127.0.0.1:9696/v2.0/";
  private static final String OURS = "neutron-ownership/segment-has-its-localnet";
  private static final String CUT_OFF = "paths/localnet";
  private static final String NOT_ITS = "neutron-ownership/name-is-neutrons";
  private static final String ELSEWHERE = "physnet9";

  private static String network;
  private static String localnet;

  private final Guards guards = new Guards(LAB);
  private Operator operator;

  @BeforeAll
  static void up() throws Exception {
    JsonNode status = JSON.readTree(LAB.status().out());
    network = status.path("switch").asText();
    localnet = status.path("localnet").asText();
  }

  @BeforeEach
  void makeOperator() {
    operator = new Operator(LAB);
  }

  @AfterEach
  void leaveAsFound() {
    operator.close();
    guards.areGone();
    LAB.exec("ctl", "systemctl", "start", "--no-block", "neutron-server");
    assertThat(Lab.eventually(Lab.PATIENCE, NeutronIT::answers)).isTrue();
  }

  @Test
  void nothingIsFoundWhereNothingIsWrong() {
    new HealthyDoctor(operator, "Neutron").findsNothing();
  }

  @Test
  void itsNetworkIsThereAndNothingIsWrong() throws Exception {
    assertThat(LAB.ping("vm1")).isTrue();
    assertThat(LAB.ping("vm2")).isTrue();
    assertThat(network).isEqualTo("neutron-" + api("networks").at("/networks/0/id").asText());
    assertThat(localnet).isEqualTo("provnet-" + api("segments").at("/segments/0/id").asText());
    assertThat(Bench.northbound()).contains(network, localnet);

    Ended healthy = operator.types("doctor");
    assertThat(healthy.exit()).as(healthy.all()).isZero();
    JsonNode facts = JSON.readTree(operator.types("facts").out());
    assertThat(facts.at("/neutron/networks/0/name").asText()).isEqualTo("public");
    assertThat(facts.at("/neutron/networks/0/segments/0/physnet").asText()).isEqualTo("physnet2");
  }

  @Test
  void localnetDeletedBehindItsBackComesBackUnderItsName() throws Exception {
    List<String> before = segmentIds();
    LAB.breakBy("001");
    assertThat(neutronMisses()).containsPattern("provider network port not found in OVN (NB )?DB");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    // The name that Neutron gave it stands in the command. It is one finding: what is cut off is.
    assertThat(found.out())
        .contains("FAULT " + CUT_OFF, "has no localnet", "name=" + localnet)
        .doesNotContain(OURS);

    mend(found, CUT_OFF);
    assertThat(Bench.hasPort(localnet)).isTrue();
    assertHealed();
    assertThat(segmentIds()).isEqualTo(before);
    assertThat(neutronMisses()).isEmpty();
  }

  @Test
  void localnetThatLeadsElsewhereIsFound() {
    Bench.ovn("--wait=sb", "lsp-set-options", localnet, "network_name=" + ELSEWHERE);
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("FAULT " + CUT_OFF, localnet, "which no chassis maps", "-p physnet=physnet2")
        .doesNotContain(OURS);

    mend(found, CUT_OFF);
    assertHealed();
  }

  @Test
  void secondLocalnetIsRefusedWhateverItsName() {
    for (String name : List.of("ln-by-hand", Plans.SECOND)) {
      Path plan =
          operator.file(
              "second.yaml",
              Plans.plan("deadline: 60s", Plans.create(network, name, ELSEWHERE, "")));
      Ended refused = operator.types("apply", plan.toString(), "--no-input");
      assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
      assertThat(refused.all()).contains(NOT_ITS, "does not know localnet " + name);
      assertThat(Bench.hasPort(name)).isFalse();
    }
  }

  /** The localnet is made by hand, on a physical network that no node maps, so it makes no loop. */
  @Test
  void localnetMadeByHandIsNotNeutrons() {
    String name = Plans.SECOND;
    Bench.ovn(
        "--",
        "lsp-add",
        network,
        name,
        "--",
        "lsp-set-type",
        name,
        "localnet",
        "--",
        "lsp-set-addresses",
        name,
        "unknown",
        "--",
        "lsp-set-options",
        name,
        "network_name=" + ELSEWHERE);
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out())
        .contains("FAULT " + NOT_ITS, "does not know localnet " + name)
        .doesNotContain("does not know localnet " + localnet);

    mend(found, NOT_ITS);
    assertThat(Bench.hasPort(name)).isFalse();
    assertThat(Bench.hasPort(localnet)).isTrue();
    assertHealed();
  }

  @Test
  void silentNeutronIsReportedAndTheRestIsJudged() {
    LAB.exec("ctl", "systemctl", "kill", "--signal=STOP", "neutron-server");
    try {
      Ended unread = operator.types("doctor");
      assertThat(unread.exit()).as(unread.all()).isEqualTo(6);
      assertThat(unread.out())
          .contains(
              "UNREAD Neutron: GET " + API + "networks on ctl: ", "no fault found on 3 nodes");
    } finally {
      LAB.exec("ctl", "systemctl", "kill", "--signal=CONT", "neutron-server");
    }
  }

  @Test
  void neutronThatStoppedIsFoundAndStarted() {
    LAB.exec("ctl", "systemctl", "stop", "neutron-server");
    Ended found = operator.types("doctor");
    assertThat(found.exit()).as(found.all()).isEqualTo(3);
    assertThat(found.out()).contains("UNREAD Neutron: ");

    mend(found, "ovn-central-order/neutron-serves");
    assertThat(Lab.eventually(Lab.PATIENCE, NeutronIT::answers)).isTrue();
    assertHealed();
  }

  /** Runs the command that doctor printed for a rule, and confirms the run. */
  private void mend(Ended found, String rule) {
    Matcher mend =
        Pattern.compile("(?m)^FAULT " + rule + ".*\n +mend: safeops apply (.+)$")
            .matcher(found.out());
    assertThat(mend.find()).as(found.out()).isTrue();
    List<String> words = new ArrayList<>(List.of(mend.group(1).split(" ")));
    Path playbook = Path.of(words.remove(0));
    OpenRun run = operator.applies(playbook, words.toArray(String[]::new));
    Ended confirmed = run.confirm(run.code());
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
  }

  private void assertHealed() {
    for (String vm : List.of("vm1", "vm2")) {
      assertThat(Lab.eventually(Lab.PATIENCE, () -> LAB.ping(vm))).as(vm).isTrue();
    }
    Ended clean = operator.types("doctor");
    assertThat(clean.exit()).as(clean.all()).isZero();
  }

  /**
   * The output of Neutron's own tool, which compares its database with the Northbound, without the
   * lines that report success.
   */
  private static String neutronMisses() {
    Answer compared =
        LAB.script(
            "ctl",
            "runuser -u neutron -- neutron-ovn-db-sync-util --config-file /etc/neutron/neutron.conf"
                + " --config-file /etc/neutron/ml2_conf.ini --ovn-neutron_sync_mode log 2>&1");
    assertThat(compared.exit()).as(compared.out()).isZero();
    return compared
        .out()
        .lines()
        .filter(line -> line.contains(" WARNING ") || line.contains(" ERROR "))
        // These lines are about the hosts and not about the Northbound: Neutron 26 learns the hosts
        // this way.
        .filter(line -> !line.contains("Add its SegmentHostMapping"))
        .collect(Collectors.joining("\n"));
  }

  private static boolean answers() {
    return LAB.exec("ctl", "curl", "-fs", "-m", "5", "-o", "/dev/null", API + "networks").ok();
  }

  private static List<String> segmentIds() throws Exception {
    return api("segments").findValuesAsText("id");
  }

  private static JsonNode api(String what) throws Exception {
    Answer answer = LAB.exec("ctl", "curl", "-fsS", API + what);
    assertThat(answer.exit()).as(answer.err()).isZero();
    return JSON.readTree(answer.out());
  }
}
