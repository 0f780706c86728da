package io.safeops.action.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.house.Standstill;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The local part on a chassis when the Southbound reports the port gone, but its ovn-controller
 * does not know yet. Seen in a storm in the lab: such an ovn-controller made the deleted pair
 * again, and the storm went on. The tools are fakes.
 */
@Tag("process")
class ChassisScriptTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  private static final Map<String, String> TOOLS =
      Map.of(
          "ovs-vsctl",
          """
          read -r pair <"$NODE/pair"
          case "$*" in
            *del-port*) echo cut >>"$NODE/log"; echo none >"$NODE/pair" ;;
            *safeops-parted*) [ "$pair" = none ] || echo parted >"$NODE/pair" ;;
            *options:peer*) [ "$pair" = none ] || echo whole >"$NODE/pair" ;;
            *'find Port'*) [ "$pair" = none ] || echo patch-of-it ;;
            *ofport) echo 7 ;;
            *ovn-remote*) echo '"tcp:192.0.2.11:6642"' ;;
          esac
          """,
          "ovn-appctl",
          "echo connected",
          "ovsdb-client",
          "cat \"$NODE/southbound\"",
          "ovs-ofctl",
          ":");

  @TempDir private Path node;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(node.resolve("bin"));
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      Path file = node.resolve("bin").resolve(tool.getKey());
      Files.writeString(file, "#!/bin/sh\n" + tool.getValue() + "\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(node.resolve("log"), "");
    Files.writeString(node.resolve("pair"), "whole\n");
    southboundSays("[{\"rows\":[]}]");
  }

  private void southboundSays(String answer) throws IOException {
    Files.writeString(node.resolve("southbound"), answer + "\n");
  }

  /** The second time, ovn-controller gets as long to notice as the first time. */
  @Test
  void aPortThatCameBackStartsTheTimeAgain() throws Exception {
    assertThat(protects()).isEqualTo(10);
    assertThat(marks()).hasSize(1);
    southboundSays("[{\"rows\":[{\"logical_port\":\"ln-second\"}]}]");
    assertThat(protects()).isEqualTo(10);
    assertThat(marks()).isEmpty();
  }

  @Test
  void aPairThatOvnControllerMayMakeAgainIsPartedAndNotCut() throws Exception {
    assertThat(protects()).isEqualTo(10);
    assertThat(pair()).isEqualTo("parted");
    assertThat(Files.readString(node.resolve("log"))).isEmpty();
  }

  @Test
  void itIsOverWhenOvnControllerHasTakenThePairAway() throws Exception {
    assertThat(protects()).isEqualTo(10);
    Files.writeString(node.resolve("pair"), "none\n");
    assertThat(protects()).isZero();
    assertThat(marks()).isEmpty();
  }

  /** An ovn-controller that has just started deletes nothing, so the script must. */
  @Test
  void aPairThatStaysIsCutInTheEnd() throws Exception {
    assertThat(protects()).isEqualTo(10);
    for (String mark : marks()) {
      Files.writeString(node.resolve(mark), Standstill.now() / 100 - 13 + "\n");
    }
    assertThat(protects()).isZero();
    assertThat(Files.readString(node.resolve("log"))).contains("cut");
  }

  private String pair() throws IOException {
    return Files.readString(node.resolve("pair")).strip();
  }

  private String[] marks() {
    String[] marks = node.toFile().list((folder, name) -> name.startsWith("gone-"));
    return marks == null ? new String[0] : marks;
  }

  /** The local part of a second localnet, as the guard of net runs it. */
  private int protects() throws Exception {
    Script local =
        ((OnNodes)
                new LocalnetCreate(SWITCH, Optional.of("ln-second"), "physnet2", Optional.empty())
                    .operation(RecordedNodes.cluster()))
            .local()
            .get("net");
    String text = local.text().replace("\nPATH=", "\nPATH=" + node.resolve("bin") + ":");
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-s").redirectErrorStream(true);
    shell.environment().put("NODE", node.toString());
    shell.environment().put("SAFEOPS_RUN", "r1");
    shell.environment().put("SAFEOPS_STEP", "1");
    shell.environment().put("SAFEOPS_HOME", node.toString());
    Process process = shell.start();
    try (var in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
