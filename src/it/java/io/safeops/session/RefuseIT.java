package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests changes that are refused before anything is armed: a second localnet on a switch, in every
 * form of incident 000, and the deletion of the only one, as in incident 001.
 */
class RefuseIT extends Bench {

  @ParameterizedTest(name = "{0} on {1}, VLAN {2}")
  @CsvSource({
    Plans.SECOND + ", physnet2, ''",
    "ln-phynet2, physnet2, ''",
    "LN-PHYSNET2, physnet2, ''",
    Plans.SECOND + ", physnet2, 100",
  })
  void secondLocalnetByTypedAction(String name, String physnet, String tag) {
    isRefused(name, Plans.create(Lab.SWITCH, name, physnet, tag));
  }

  /** It makes no loop: nobody maps that network, so it leads nowhere. */
  @ParameterizedTest
  @ValueSource(strings = {"physnet3", "PHYSNET2"})
  void localnetOfANetworkThatNobodyMaps(String physnet) {
    isRefusedFor(
        "localnet/forwards", Plans.SECOND, Plans.create(Lab.SWITCH, Plans.SECOND, physnet, ""));
  }

  @Tag("main")
  @Test
  void fourCommandsOfTheNote() {
    String port = "ln-phynet2";
    isRefused(
        port,
        Plans.exec("ovn-nbctl", "lsp-add", Lab.SWITCH, port),
        Plans.exec("ovn-nbctl", "lsp-set-type", port, "localnet"),
        Plans.exec("ovn-nbctl", "lsp-set-options", port, "network_name=physnet2"),
        Plans.exec("ovn-nbctl", "lsp-set-addresses", port, "unknown"));
  }

  @Test
  void allFourInOneCommandLine() {
    String port = "ln-phynet2";
    isRefused(
        port,
        Plans.exec(
            ("ovn-nbctl lsp-add SWITCH PORT -- lsp-set-type PORT localnet -- lsp-set-options PORT"
                    + " network_name=physnet2 -- lsp-set-addresses PORT unknown")
                .replace("SWITCH", Lab.SWITCH)
                .replace("PORT", port)
                .split(" ")));
  }

  /** Incident 001: what cuts the provider network off from its VMs. */
  @Test
  void localnetTakenAwayByTypedAction() {
    isRefusedFor(
        "paths/stay",
        Lab.LOCALNET,
        "ovn.localnet.delete: {switch: \"" + Lab.SWITCH + "\", name: \"" + Lab.LOCALNET + "\"}");
  }

  @Tag("main")
  @Test
  void localnetTakenAwayByCommand() {
    isRefusedFor("paths/stay", Lab.LOCALNET, Plans.exec("ovn-nbctl", "lsp-del", Lab.LOCALNET));
  }

  private void isRefused(String port, String... steps) {
    Ended refused = isRefusedFor("paths/no-loop", port, steps);
    assertThat(refused.err()).contains(Lab.LOCALNET, "loop");
  }

  private Ended isRefusedFor(String rule, String port, String... steps) {
    String before = northbound();
    String runs = guards.runs("ctl").toString();
    Path plan = operator.file("second.yaml", Plans.plan("lease: 5s", steps));

    Ended refused = operator.types("apply", plan.toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.err()).contains(rule, Lab.SWITCH, port);
    assertThat(northbound()).isEqualTo(before);
    assertThat(guards.runs("ctl")).hasToString(runs);
    assertThat(operator.hasRuns()).isFalse();
    return refused;
  }

  /** This uses the clock of this machine. The refusal says when the next window opens. */
  @Test
  void changeOutsideTheMaintenanceWindow() {
    LocalTime later = LocalTime.now(ZoneOffset.UTC).plusHours(6).truncatedTo(ChronoUnit.MINUTES);
    operator.uses(
        operator.inventory(
            "nights.yaml",
            text ->
                text
                    + "maintenance: {from: %s, to: %s, zone: UTC}\n"
                        .formatted(later, later.plusHours(1))));
    Path plan = quietPlan("lease: 5s");

    Ended refused = operator.types("apply", plan.toString(), "--no-input");

    assertThat(refused.exit()).as(refused.all()).isEqualTo(3);
    assertThat(refused.err())
        .contains("blast-radius/maintenance-window", "Wait until", later + " UTC");
    assertThat(operator.hasRuns()).isFalse();

    String rule = "blast-radius/maintenance-window";
    OpenRun run = operator.applies(plan, "--waive", rule, "--because", "the customer asked");
    run.reaches("CODE");
    assertThat(run.said()).contains("set aside: " + rule);
    assertThat(operator.types("rollback", run.id()).exit()).isEqualTo(4);
  }

  /**
   * What a review has seen runs; once something that the plan touches is otherwise, it does not.
   */
  @Test
  void reviewOfAnotherCluster() {
    Path plan = quietPlan("lease: 5s");
    Path review = operator.file("review.json", "");
    Ended reviewed = operator.types("review", plan.toString(), "--report", "json=" + review);
    assertThat(reviewed.exit()).as(reviewed.all()).isZero();

    OpenRun run = operator.applies(plan, "--reviewed", review.toString());
    run.reaches("CODE");
    assertThat(operator.types("rollback", run.id()).exit()).isEqualTo(4);

    ovn("set", "Logical_Switch", Plans.QUIET_SWITCH, "other_config:mcast_snoop=true");
    try {
      Ended refused =
          operator.types("apply", plan.toString(), "--no-input", "--reviewed", review.toString());
      assertThat(refused.exit()).as(refused.all()).isEqualTo(6);
      assertThat(refused.err())
          .contains("It is not what was reviewed:", "facts: ", Plans.QUIET_SWITCH);
    } finally {
      ovn("remove", "Logical_Switch", Plans.QUIET_SWITCH, "other_config", "mcast_snoop");
    }
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  @Test
  void fromThreeLocalnetsToTwoIsARepair() {
    // The switch has no port on any chassis, so there is no patch pair and no loop.
    String[] ports = {"ln-1", "ln-2", "ln-3"};
    try {
      for (String port : ports) {
        ovn("lsp-add", Plans.QUIET_SWITCH, port, "--", "lsp-set-type", port, "localnet");
        ovn("lsp-set-options", port, "network_name=physnet2");
        ovn("set", "Logical_Switch_Port", port, "tag=77");
      }
      String delete = "ovn.localnet.delete: {switch: quiet, name: ln-3}";
      Path plan = operator.file("repair.yaml", Plans.plan("lease: 5s", delete));

      Ended reviewed = operator.types("review", plan.toString());

      assertThat(reviewed.exit()).as(reviewed.all()).isZero();
    } finally {
      Arrays.stream(ports).forEach(port -> ovn("--if-exists", "lsp-del", port));
    }
  }
}
