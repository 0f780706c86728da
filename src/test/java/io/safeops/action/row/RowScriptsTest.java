package io.safeops.action.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.action.exec.CommandReader;
import io.safeops.action.registry.ActionsTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts when the database answers that a row holds more than the undo writes back, or has
 * changed. The tools are fakes; their answers are real ones (OVS 3.1).
 */
@Tag("process")
class RowScriptsTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String REFUSED =
      "{\"details\":\"\\\"wait\\\" timed out\",\"error\":\"timed out\"}";

  /** A fake client that answers each kind of request, and records the writes. */
  private static final Map<String, String> TOOLS =
      Map.of(
          "ovsdb-client",
          """
          case "$*" in
            *safeops-barrier*) echo '[{"count":1}]' ;;
            *'"op":"update"'* | *'"op":"mutate"'*) echo "$*" >>"$NODE/written"; cat "$NODE/write" ;;
            *'"op":"select"'*) cat "$NODE/rows" ;;
            *'"excludes"'*) cat "$NODE/restored" ;;
            *) cat "$NODE/ours" ;;
          esac
          """,
          "ovs-vsctl",
          """
          case "$*" in
            *port-to-br*) echo br-other ;;
            *) echo "$*" >>"$NODE/waited" ;;
          esac
          """);

  @TempDir private Path node;

  @BeforeEach
  void layOut() throws IOException {
    Files.createDirectories(node.resolve("bin"));
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      Path file = node.resolve("bin").resolve(tool.getKey());
      Files.writeString(file, "#!/bin/sh\n" + tool.getValue() + "\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    for (String file : List.of("written", "waited", "restored", "ours", "rows", "write")) {
      says(file, "");
    }
  }

  private void says(String file, String answer) throws IOException {
    Files.writeString(node.resolve(file), answer.isEmpty() ? "" : answer + "\n");
  }

  private record Ended(int exit, String said) {}

  private Ended run(Script script) throws Exception {
    String text = script.text().replace("\nPATH=", "\nPATH=" + node.resolve("bin") + ":");
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-s").redirectErrorStream(true);
    shell.environment().put("NODE", node.toString());
    shell.environment().put("SAFEOPS_RUN", "r1");
    shell.environment().put("SAFEOPS_STEP", "1");
    shell.environment().put("SAFEOPS_HOME", node.toString());
    shell.environment().put("SAFEOPS_STORE", node.toString());
    Files.writeString(node.resolve("1.undo"), text);
    Process process = shell.start();
    try (var in = process.getOutputStream()) {
      in.write(text.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said.strip());
  }

  private static WholeRow row(RowKey key, String uuid, String... columns) {
    Map<String, String> held = new TreeMap<>();
    for (String column : columns) {
      held.put(column, column.equals("name") ? WholeRow.text(key.key()) : "[]");
    }
    return new WholeRow(
        key.label(),
        uuid,
        held,
        List.<RowReference>of(),
        List.of("Mirror.output_port"),
        0,
        Optional.empty());
  }

  private static Script removal() throws Exception {
    RowKey port = new RowKey("net", "Port", "enp6s18");
    RowKey under = new RowKey("net", "Interface", "enp6s18");
    Cluster cluster =
        RecordedNodes.cluster()
            .withRows(
                List.of(
                    row(port, "00000000-0000-4000-8000-000000000001", "name", "trunks"),
                    row(under, "00000000-0000-4000-8000-000000000002", "name")));
    OnNodes operation =
        (OnNodes)
            CommandReader.read(
                    List.of("ovs-vsctl", "del-port", "br-ex", "enp6s18"),
                    Optional.empty(),
                    List.of("net"))
                .operation(cluster);
    return operation.act().get("net");
  }

  @Test
  void aPortIsRemovedAndOvsVswitchdWaitedFor() throws Exception {
    says("write", "[{},{},{},{},{},{},{\"count\":1},{\"count\":1},{\"rows\":[{\"next_cfg\":12}]}]");
    assertThat(run(removal())).isEqualTo(new Ended(0, ""));
    assertThat(Files.readString(node.resolve("waited")))
        .isEqualTo("--timeout=5 wait-until Open_vSwitch . cur_cfg>=12\n");
  }

  @Test
  void theCheckThatFailedIsNamed() throws Exception {
    says("write", "[{}," + REFUSED + ",null,null]");
    assertThat(run(removal()))
        .isEqualTo(
            new Ended(
                1,
                "port enp6s18 was not removed, because the undo would not restore all of it: trunks of"
                    + " Port enp6s18 on net is not what the undo would write"));
    says("write", "[{},{}," + REFUSED + ",null]");
    assertThat(run(removal()).said())
        .endsWith("another row refers to Port enp6s18 on net, in Mirror.output_port");
    says("write", "[{},{},{},{},{}," + REFUSED + "]");
    assertThat(run(removal()).said()).endsWith("it is not on bridge br-ex any more");
    assertThat(Files.readString(node.resolve("waited"))).isEmpty();
  }

  @Test
  void aPortWhoseRowsWereNotReadStays() throws Exception {
    OnNodes unread =
        (OnNodes)
            CommandReader.read(
                    List.of("ovs-vsctl", "del-port", "br-ex", "enp6s18"),
                    Optional.empty(),
                    List.of("net"))
                .operation(RecordedNodes.cluster());
    assertThat(run(unread.act().get("net")))
        .isEqualTo(new Ended(1, "the rows of port enp6s18 were not read: not removed"));
    assertThat(Files.readString(node.resolve("written"))).isEmpty();
  }

  private static OnNodes addition() throws Exception {
    return (OnNodes)
        CommandReader.read(
                List.of("ovs-vsctl", "add-port", "br-ex", "eth9"), Optional.empty(), List.of("net"))
            .operation(RecordedNodes.cluster());
  }

  @Test
  void theAdditionOfAPortWaitsForOvsVswitchd() throws Exception {
    says("write", "[{},{},{},{\"count\":1},{\"rows\":[{\"next_cfg\":12}]}]");
    assertThat(run(addition().act().get("net"))).isEqualTo(new Ended(0, ""));
    assertThat(Files.readString(node.resolve("waited")))
        .isEqualTo("--timeout=5 wait-until Open_vSwitch . cur_cfg>=12\n");
    assertThat(Files.readString(node.resolve("written")))
        .contains("[\"safeops-run\",\"r1\"]", "\"interfaces\"");
    says("write", "[{},{}," + REFUSED + ",null]");
    assertThat(run(addition().act().get("net")))
        .isEqualTo(new Ended(1, "port eth9 was not added: bridge br-ex is not there any more"));
    says("write", "");
    assertThat(run(addition().act().get("net")))
        .isEqualTo(
            new Ended(
                1,
                "it is not known whether port eth9 was added: the database does not answer. The undo"
                    + " will find out"));
  }

  @Test
  void aPortOfAnotherRunIsNotRemoved() throws Exception {
    String row = "{\"rows\":[{\"_uuid\":[\"uuid\",\"00000000-0000-4000-8000-000000000007\"]}]}";
    says("rows", "[" + row + ",{\"rows\":[]}]");
    says("ours", "[{}," + REFUSED + "]");
    assertThat(run(addition().undo().get("net")))
        .isEqualTo(
            new Ended(
                3, "port eth9 is on br-other, but this run did not put it there: not touched"));
    assertThat(Files.readString(node.resolve("written"))).isEmpty();
    says("rows", "[" + row + "," + row + "]");
    assertThat(run(addition().undo().get("net")).exit()).as("not on its bridge").isEqualTo(3);
    assertThat(Files.readString(node.resolve("written"))).isEmpty();
    says("ours", "[{},{}]");
    says("write", "[{},{},{\"count\":1},{\"count\":1},{\"rows\":[{\"next_cfg\":12}]}]");
    assertThat(run(addition().undo().get("net")).exit()).as("it is still there").isEqualTo(1);
    assertThat(Files.readString(node.resolve("written"))).contains("\"delete\"");
    says("rows", "[{\"rows\":[]},{\"rows\":[]}]");
    assertThat(run(addition().undo().get("net"))).isEqualTo(new Ended(0, ""));
  }

  private static OnNodes recreation() throws Exception {
    String port = "provnet-33333333-3333-4333-8333-333333333333";
    RowKey key = RowKey.northbound("Logical_Switch_Port", port);
    Cluster cluster =
        RecordedNodes.cluster()
            .withRows(
                List.of(
                    row(
                        key,
                        RecordedNodes.cluster().getLocalnets().get(0).uuid(),
                        "name",
                        "parent_name")));
    return (OnNodes)
        ActionsTest.bind("ovn.localnet.recreate: {switch: " + SWITCH + ", tag: 5}")
            .operation(cluster);
  }

  @Test
  void aLogicalPortThatSomethingRefersToByNowStays() throws Exception {
    says("write", "[{}," + REFUSED + ",null,null]");
    assertThat(run(recreation().act().get("ctl")).said())
        .startsWith(
            "nothing was changed, because the undo would not restore everything: another row refers to")
        .endsWith("in Mirror.output_port");
    says("write", "[{},{}," + REFUSED + ",null]");
    assertThat(run(recreation().act().get("ctl")).said())
        .startsWith("the Northbound refused the change: it has changed since the review: [{},{}");
  }

  @Test
  void whatTheRunWroteIsWrittenBackAndOnlyThat() throws Exception {
    String row = "{\"rows\":[{\"_uuid\":[\"uuid\",\"00000000-0000-4000-8000-000000000007\"]}]}";
    says("rows", "[" + row + "," + row + "]");
    says("restored", "[" + REFUSED + "]");
    says("ours", "[{},{}]");
    says("write", "[{},{},{\"count\":1},{\"count\":1}]");
    assertThat(run(recreation().undo().get("ctl")).exit()).as("it does not stay").isEqualTo(1);
    assertThat(Files.readString(node.resolve("written")))
        .contains("\"row\":{\"tag\":[\"set\",[]]}", "\"external_ids\",\"delete\"")
        .doesNotContain("\"addresses\"", "\"options\"", "\"op\":\"insert\"");
    says("restored", "[{}]");
    assertThat(run(recreation().undo().get("ctl")).exit()).isZero();
  }

  @Test
  void whatSomebodyElseWroteOverItIsNotTouched() throws Exception {
    String row = "{\"rows\":[{\"_uuid\":[\"uuid\",\"00000000-0000-4000-8000-000000000007\"]}]}";
    says("rows", "[" + row + "," + row + "]");
    says("restored", "[" + REFUSED + "]");
    says("ours", "[{}," + REFUSED + "]");
    assertThat(run(recreation().undo().get("ctl")))
        .isEqualTo(
            new Ended(
                3,
                "somebody else has changed what this run wrote into the row: it was not touched"));
    assertThat(Files.readString(node.resolve("written"))).isEmpty();
  }
}
