package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan with a wrong argument in a step is refused with its place before any node is asked. */
class BadArgumentsTest {

  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;
  private ServerSocket node;

  @BeforeEach
  void aNodeThatCountsWhoConnects() throws Exception {
    node = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws Exception {
    node.close();
  }

  private int run(String command, String plan, String... more) throws Exception {
    Path inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            defaults: {ssh: {port: %d}}
            nodes:
              ctl: {address: 127.0.0.1, roles: [central]}
            """
                .formatted(node.getLocalPort()));
    List<String> words = new ArrayList<>(List.of(command, "-i", inventory.toString(), plan));
    words.addAll(List.of(more));
    if (command.equals("apply")) {
      words.add("--no-input");
    }
    return Main.commandLine()
        .setOut(new PrintWriter(new StringWriter(), true))
        .setErr(new PrintWriter(err, true))
        .execute(words.toArray(String[]::new));
  }

  private String plan(String step) throws Exception {
    return Files.writeString(
            folder.resolve("plan.yaml"),
            """
            apiVersion: safeops/v1
            kind: Plan
            metadata: {name: wrong}
            steps:
              - service.restart: {component: northd}
                nodes: {names: [ctl]}
              - %s
                nodes: {names: [ctl]}
            """
                .formatted(step))
        .toString();
  }

  private void nobodyWasAsked() throws Exception {
    node.setSoTimeout(200);
    try {
      node.accept().close();
    } catch (SocketTimeoutException nobody) {
      return;
    }
    throw new AssertionError("somebody connected to the node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "review | ovs.bridge.port.add: {bridge: br-ex} | :7:26: `port` is missing",
        "apply | ovs.bridge.port.add: {bridge: br-ex} | :7:26: `port` is missing",
        "review | service.start: {component: northdd} | :7:32: `component`: \"northdd\" is unknown",
        "apply | service.start: {component: northdd} | :7:32: `component`: \"northdd\" is unknown",
        "review | service.start: {component: northd, how: now} | :7:40: unknown key `how`",
        "apply | 'exec: {argv: [-x], undo: none}' | :7:18: `argv`: -x is not a program",
        "review | ovn.localnet.recreate: {switch: public, tag: 5000} | :7:50: `tag`",
      })
  void aWrongArgumentIsReportedWithItsPlace(String command, String step, String problem)
      throws Exception {
    assertThat(run(command, plan(step))).as(err.toString()).isEqualTo(2);
    assertThat(err.toString()).contains("plan.yaml" + problem);
    nobodyWasAsked();
  }

  /** The test above would pass if nobody were ever asked. */
  @Test
  void aGoodPlanAsksTheNode() throws Exception {
    node.close();
    assertThat(run("review", plan("service.start: {component: northd}"))).isEqualTo(6);
    assertThat(err.toString()).contains("ctl cannot be reached");
  }

  @Test
  void wrongNameOfAPlaybookNamesTheNearestOrAll() throws Exception {
    assertThat(run("apply", "set-port-vlam")).isEqualTo(2);
    assertThat(err.toString()).contains("no such file", "did you mean `set-port-vlan`?");
    assertThat(run("apply", "zzzzzzzzzz")).isEqualTo(2);
    assertThat(err.toString()).contains("The playbooks: add-normal-flow, add-uplink,");
    nobodyWasAsked();
  }
}
