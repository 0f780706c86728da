package io.safeops.action.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.Action;
import io.safeops.action.OnNodes;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.collect.RecordedNodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The units that systemd stops together with another one. On RHEL ovn-controller requires
 * openvswitch.service, and deletes its chassis from the Southbound when that is stopped.
 */
@Tag("process")
class StoppedAlongTest {

  @TempDir private Path folder;
  private String said = "";

  /**
   * A fake systemctl that prints the content of files, one for each unit, and records its commands.
   */
  private void systemd(String unit, String state, String along) throws Exception {
    Files.createDirectories(folder.resolve("units"));
    Files.writeString(folder.resolve("units/" + unit), state + "\n");
    Files.writeString(folder.resolve("units/" + unit + ".along"), along + "\n");
    Path systemctl = Files.createDirectories(folder.resolve("bin")).resolve("systemctl");
    Files.writeString(
        systemctl,
        """
        #!/bin/sh
        cd '%s/units' || exit 1
        for unit; do :; done
        unit=${unit%%.service}
        case "$*" in
          show*ActiveState*) cat "$unit" || echo active ;;
          show*RequiredBy*) cat "$unit.along" ;;
          *) echo "$*" >>../done ;;
        esac
        """
            .formatted(folder));
    Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run(String shell, String line) throws Exception {
    Action action = CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of("net"));
    String text = ((OnNodes) action.operation(RecordedNodes.cluster())).act().get("net").text();
    Path script =
        Files.writeString(
            folder.resolve("script.sh"),
            text.replaceFirst("\nPATH=", "\nPATH=" + folder.resolve("bin") + ":"));
    List<String> argv = new ArrayList<>(List.of(shell.split(" ")));
    argv.add(script.toString());
    ProcessBuilder builder = new ProcessBuilder(argv).redirectErrorStream(true);
    builder.environment().put("SAFEOPS_RUN", "20261120-120000-abcd");
    builder.environment().put("SAFEOPS_STEP", "1");
    builder.environment().put("SAFEOPS_HOME", folder.toString());
    Process process = builder.start();
    said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }

  private boolean isDone() {
    return Files.exists(folder.resolve("done"));
  }

  private void rpm() throws Exception {
    systemd("ovs-vswitchd", "active", "openvswitch.service");
    systemd("ovsdb-server", "active", "ovs-vswitchd.service\nopenvswitch.service");
    systemd("openvswitch-switch", "active", "");
    systemd("openvswitch", "active", "ovn-controller.service");
    systemd("ovn-controller", "active", "");
  }

  @ParameterizedTest
  @CsvSource({
    "dash, systemctl stop ovs-vswitchd",
    "busybox sh, systemctl restart ovs-vswitchd",
    "dash, systemctl try-restart ovsdb-server.service",
  })
  void aUnitThatWasNotJudgedIsNotStopped(String shell, String line) throws Exception {
    rpm();
    assertThat(run(shell, line)).as(said).isEqualTo(1);
    assertThat(said).contains("systemd stops ovn-controller.service together with ");
    assertThat(isDone()).isFalse();
  }

  /** It passes the stop on, although it does not run itself. */
  @Test
  void throughAUnitThatIsDown() throws Exception {
    rpm();
    systemd("openvswitch", "inactive", "ovn-controller.service");
    assertThat(run("dash", "systemctl stop ovs-vswitchd")).as(said).isEqualTo(1);
    assertThat(isDone()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"dash", "busybox sh"})
  void unitsThatAreDownOrWereJudgedMayStop(String shell) throws Exception {
    rpm();
    systemd("ovn-controller", "inactive", "");
    systemd("ovs-record-hostname", "active", "");
    systemd(
        "ovsdb-server",
        "active",
        "ovs-vswitchd.service\nopenvswitch.service ovs-record-hostname.service");
    assertThat(run(shell, "systemctl stop ovsdb-server")).as(said).isZero();
    assertThat(Files.readString(folder.resolve("done"))).contains("stop ovsdb-server");
  }

  @Test
  void ifSystemdDoesNotAnswerNothingIsStopped() throws Exception {
    rpm();
    Files.delete(folder.resolve("units/openvswitch.along"));
    assertThat(run("dash", "systemctl stop ovs-vswitchd")).as(said).isEqualTo(1);
    assertThat(said).contains("systemd does not show what stops together with");
    assertThat(isDone()).isFalse();
  }
}
