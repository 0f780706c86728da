package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.lab.Lab;
import io.safeops.session.Operator.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests nodes that are reached otherwise than as root with a console beside. */
class AccessIT extends Bench {
  private static final String GUARD = "deadline: 120s, lease: 10s, probes: [storm]";
  private static final Pattern SHOWN = Pattern.compile("came in band: ([0-9A-Z]{6})");

  @AfterEach
  void removePort() {
    ovn("--if-exists", "lsp-del", Plans.QUIET_PORT);
  }

  @Test
  void userWhoNeedsSudo() {
    operator.uses(
        operator.inventory(
            "sudo.yaml", text -> text.replace("user: root", "user: ops\n    become: sudo")));
    OpenRun run = operator.applies(operator.file("quiet.yaml", Plans.quiet(GUARD)));
    Ended confirmed = run.confirm(run.code());

    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
    assertThat(hasPort(Plans.QUIET_PORT)).isTrue();
  }

  /**
   * The case of the notes' author: one NIC and no console. The new in-band connection itself must
   * prove the change.
   */
  @Test
  void nodesWithoutAnOutOfBandPath() {
    operator.uses(withoutOutOfBand());
    Path plan = operator.file("quiet.yaml", Plans.quiet(GUARD));

    Ended silent = operator.types("apply", plan.toString(), "--no-input");
    assertThat(silent.exit()).as(silent.all()).isEqualTo(6);
    assertThat(silent.all()).contains("Type the name of the machine you would walk to");
    Ended stranger =
        operator.types("apply", plan.toString(), "--no-input", "--walk-to", "elsewhere");
    assertThat(stranger.exit()).as(stranger.all()).isEqualTo(6);
    Ended patient =
        operator.types(
            "review", operator.file("long.yaml", Plans.quiet(GUARD + ", hold: 5s")).toString());
    assertThat(patient.exit()).as(patient.all()).isZero();
    assertThat(patient.all()).contains("management-path/no-way-around");

    OpenRun run = operator.applies(plan, "--walk-to", "ctl").reaches("CODE");
    Matcher code = SHOWN.matcher("");
    assertThat(
            Lab.eventually(
                Lab.PATIENCE, () -> code.reset(operator.types("show", run.id()).all()).find()))
        .as(operator.types("show", run.id()).all())
        .isTrue();
    assertThat(run.said()).doesNotContain(code.group(1));
    assertThat(operator.everythingWritten()).doesNotContain(code.group(1));
    assertThat(run.confirm(OpenRun.notThe(code.group(1))).exit()).isEqualTo(3);

    Ended confirmed = run.confirm(code.group(1));
    assertThat(confirmed.exit()).as(confirmed.all()).isZero();
    assertThat(run.ended().exit()).isZero();
  }

  @Test
  void changeIsUndoneWhenAPortStopsAnswering() {
    OpenRun run =
        operator.applies(
            operator.file(
                "tcp.yaml",
                Plans.quiet(
                    "deadline: 120s, lease: 15s,"
                        + " probes: [storm, {tcp: {from: net, to: 192.0.2.11, port: 22}}]")));
    run.reaches("CODE");
    ssh("stop");
    try {
      boolean noticed =
          Lab.eventually(
              Lab.PATIENCE, () -> guards.state("net", run.id(), "reason").startsWith("trip:tcp"));
      assertThat(noticed).as(guards.log("net", run.id()).toString()).isTrue();
    } finally {
      ssh("start");
    }
    Ended ended = run.ended();
    assertThat(ended.exit()).as(ended.all()).isEqualTo(4);
    assertThat(hasPort(Plans.QUIET_PORT)).isFalse();
  }

  /** Open connections stay open, as for anybody who restarts sshd remotely. */
  private static void ssh(String verb) {
    Lab.Answer answer = LAB.exec("ctl", "systemctl", verb, "ssh");
    assertThat(answer.exit()).as(answer.err()).isZero();
  }

  private Path withoutOutOfBand() {
    return operator.inventory(
        "alone.yaml",
        text -> {
          String alone = text.replaceAll("(?m)^    oob:\n(      .*\n)+", "    oob: none\n");
          assertThat(List.of(alone.split("oob: none", -1))).hasSize(Lab.NODES.size() + 1);
          return alone;
        });
  }
}
