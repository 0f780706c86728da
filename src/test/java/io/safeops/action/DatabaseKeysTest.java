package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.northbound.LocalnetCreate;
import io.safeops.action.southbound.ChassisDelete;
import io.safeops.action.southbound.ChassisDeleteTest;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.house.TestTools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries of a database over TLS with the keys of OVN's own processes, wherever these get them
 * from. The tools and the list of processes are fakes; the fake client answers only with the right
 * key.
 */
@Tag("process")
class DatabaseKeysTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String SECRET = "what is in the key";

  private static final Map<String, String> TOOLS =
      Map.of(
          "ovs-vsctl",
          """
          case "$*" in
            *get-ssl*) cat "$NODE/row" ;;
            *ovn-remote*) echo '"ssl:192.0.2.11:6642"' ;;
            *ofport) echo 7 ;;
          esac
          """,
          "ovn-appctl",
          "cat \"$NODE/connection\"",
          "ovsdb-client",
          """
          key='' remote='' transaction=''
          for word; do
            case $word in --private-key=*) key=${word#*=} ;; esac
            case $word in *:*:66*) remote=$word ;; unix:*) remote=$word ;; esac
          done
          printf '%s\\n' "$*" >>"$NODE/asked"
          case $remote,$* in
            unix:*SSL*) cat "$NODE/table"; exit ;;
            unix:*) exit 1 ;;
          esac
          if [ "$(cat "$key" 2>/dev/null)" != "$SECRET" ]; then
            echo "ovsdb-client: $remote: no such key: $key" >&2
            exit 1
          fi
          case $* in
            *list-dbs*) echo OVN_Northbound OVN_Southbound ;;
            *) echo '[{"rows":[]}]' ;;
          esac
          """,
          "ovs-ofctl",
          ":");

  @TempDir private Path node;
  private final List<Path> links = new ArrayList<>();

  @BeforeEach
  void layOut() throws IOException {
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      Path file = write("bin/" + tool.getKey(), "#!/bin/sh\n" + tool.getValue() + "\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    write("connection", "connected\n");
    write("row", "");
    write("table", "[{\"rows\":[]}]\n");
    write("asked", "");
    write("key.pem", SECRET);
    write("namespaces/own", "");
    write("namespaces/other", "");
    link("proc/self/ns/net", node.resolve("namespaces/own"));
    link("proc/self/ns/mnt", node.resolve("namespaces/own"));
  }

  /** The links lead out of the directory that is deleted. */
  @AfterEach
  void removeLinks() throws IOException {
    for (Path link : links) {
      Files.delete(link);
    }
  }

  private Path write(String name, String text) throws IOException {
    Path file = node.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private void link(String name, Path to) throws IOException {
    Files.createDirectories(node.resolve(name).getParent());
    links.add(Files.createSymbolicLink(node.resolve(name), to));
  }

  /** A process of this node that sees this node's files. */
  private void process(int pid, String name, String... words) throws IOException {
    process(pid, name, "own", "own", Path.of("/"), words);
  }

  private void process(
      int pid, String name, String network, String mounts, Path root, String... words)
      throws IOException {
    String place = "proc/" + pid + "/";
    write(place + "comm", name + "\n");
    write(place + "cmdline", String.join("\0", words) + "\0");
    link(place + "ns/net", node.resolve("namespaces/" + network));
    link(place + "ns/mnt", node.resolve("namespaces/" + mounts));
    link(place + "root", root);
  }

  private String key() {
    return node.resolve("key.pem").toString();
  }

  private record Answer(int exit, String said) {}

  private Answer run(Script script) throws Exception {
    return run("/bin/sh", script);
  }

  private Answer run(String shell, Script script) throws Exception {
    List<String> argv = new ArrayList<>(List.of(shell.split(" ")));
    argv.add("-s");
    ProcessBuilder process = new ProcessBuilder(argv).redirectErrorStream(true);
    process.environment().put("NODE", node.toString());
    process.environment().put("SECRET", SECRET);
    process.environment().put("GUARD_PROC", node.resolve("proc").toString());
    process.environment().put("SAFEOPS_RUN", "r1");
    process.environment().put("SAFEOPS_STEP", "1");
    process.environment().put("SAFEOPS_HOME", node.toString());
    Process running = process.start();
    try (var in = running.getOutputStream()) {
      in.write(
          script
              .text()
              .replace("\nPATH=", "\nPATH=" + node.resolve("bin") + ":")
              .getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).doesNotContain(SECRET);
    return new Answer(running.waitFor(), said);
  }

  private static OnNodes localnet() throws ActionException {
    return (OnNodes)
        new LocalnetCreate(SWITCH, Optional.of("ln-second"), "physnet2", Optional.empty())
            .operation(RecordedNodes.cluster());
  }

  private static Script trialOnNet() throws ActionException {
    return DatabaseQuestion.trial(localnet().asks().get("net")).orElseThrow();
  }

  private String asked() throws IOException {
    return Files.readString(node.resolve("asked"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--private-key=KEY --certificate=/c --ca-cert=/a",
        "--private-key KEY --certificate /c --ca-cert /a",
        "-p KEY -c /c -C /a",
        "-pKEY -c/c -C/a",
        "--certificate=/c --bootstrap-ca-cert=/a --private-key=/old --private-key=KEY",
      })
  void theKeysOfTheRunningControllerAreTaken(String options) throws Exception {
    String line = "ovn-controller unix:/run/openvswitch/db.sock -vconsole:emer " + options;
    process(812, "ovn-controller", line.replace("KEY", key()).split(" "));
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said())
        .contains("ssl:192.0.2.11:6642 was asked", "command line of ovn-controller (process 812)")
        .contains(key() + " /c /a");
    assertThat(asked()).contains("--ca-cert=/a");
    // Nothing here can be harmed: the part ends, instead of silencing until its horizon.
    assertThat(run(localnet().local().get("net")).exit()).isZero();
    TestTools.need("busybox");
    assertThat(run("busybox sh", trialOnNet()).exit()).isZero();
  }

  @Test
  void protocolsAndCiphersAreTakenToo() throws Exception {
    process(
        812,
        "ovn-controller",
        "ovn-controller",
        "--private-key=" + key(),
        "--certificate=/c",
        "--ca-cert=none",
        "--ssl-protocols",
        "TLSv1.3",
        "--ssl-ciphers=HIGH:!aNULL");
    assertThat(run(trialOnNet()).exit()).isZero();
    assertThat(asked())
        .contains("--ca-cert=none", "--ssl-protocols=TLSv1.3", "--ssl-ciphers=HIGH:!aNULL");
  }

  /** As ovn-controller does it (update_ssl_config). */
  @Test
  void theRowOfOpenVswitchComesBeforeTheCommandLine() throws Exception {
    process(
        812, "ovn-controller", "ovn-controller", "--private-key=/other", "--certificate=/other");
    write(
        "row",
        "Private key: " + key() + "\nCertificate: /c\nCA Certificate: /a\nBootstrap: false\n");
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("table SSL of Open_vSwitch");
  }

  @Test
  void filesOfAContainerAreFoundInItsOwnFileSystem() throws Exception {
    Path root = node.resolve("container");
    write("container/data/key.pem", SECRET);
    Files.createDirectories(root.resolve("etc/ovn"));
    Files.createSymbolicLink(root.resolve("etc/ovn/key.pem"), Path.of("/data/key.pem"));
    process(
        812,
        "ovn-controller",
        "own",
        "other",
        root,
        "ovn-controller",
        "--private-key=/etc/ovn/key.pem",
        "--certificate=/etc/ovn/cert.pem",
        "--ca-cert=/etc/ovn/ca.pem");
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(asked()).contains("--ca-cert=" + node.resolve("proc/812/root/etc/ovn/ca.pem"));
  }

  @Test
  void keysOfAnotherNodesControllerAndOfAMonitorAreNotUsed() throws Exception {
    process(
        11,
        "ovn-controller",
        "other",
        "own",
        Path.of("/"),
        "ovn-controller",
        "--private-key=/other",
        "--certificate=/other");
    process(12, "ovn-controller", "ovn-controller: monitoring pid 812 (healthy)");
    process(812, "ovn-controller", "ovn-controller", "--private-key=" + key(), "--certificate=/c");
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("process 812");
  }

  @Test
  void withoutKeysTheMessageTellsWhereTheyWereLookedFor() throws Exception {
    process(812, "ovn-controller", "ovn-controller", "unix:/run/openvswitch/db.sock");
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.said())
        .contains("the Southbound at ssl:192.0.2.11:6642 was asked without keys")
        .contains("nor the command line of ovn-controller (process 812) names any")
        .contains("no such key");
    assertThat(run(localnet().local().get("net")).exit()).isEqualTo(10);
  }

  @Test
  void aControllerThatIsNotConnectedIsNamedFirst() throws Exception {
    write("connection", "not connected\n");
    Answer answer = run(trialOnNet());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.said()).contains("ovn-controller is not connected to its Southbound");
    assertThat(asked()).isEmpty();
  }

  // --- the Northbound ---

  private static Cluster clustered(String remote) {
    Cluster cluster = RecordedNodes.cluster();
    return cluster.withDatabases(
        Optional.of(
            DatabaseStatus.builder("OVN_Northbound", "ctl")
                .remotes(List.of(remote))
                .clustered(true)
                .leader(true)
                .build()),
        cluster.southbound());
  }

  private static Script trialOnCtl() throws ActionException {
    Operation operation =
        new LocalnetCreate(SWITCH, Optional.of("ln-second"), "physnet2", Optional.empty())
            .operation(clustered("pssl:6641:0.0.0.0"));
    return DatabaseQuestion.trial(
            operation.asks().get("ctl").stream()
                .filter(DatabaseQuestion.Central.class::isInstance)
                .toList())
        .orElseThrow();
  }

  @Test
  void otherMembersOfTheNorthboundAreAskedWithTheKeysOfNorthd() throws Exception {
    process(20, "ovn-northd", "ovn-northd", "-p", key(), "-c", "/c", "-C", "/a");
    Answer answer = run(trialOnCtl());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("command line of ovn-northd (process 20)", "it answers");
  }

  @Test
  void otherwiseTheKeysInTheServersOwnTableAreUsed() throws Exception {
    process(20, "ovn-northd", "ovn-northd", "--ovnnb-db=unix:/run/ovn/ovnnb_db.sock");
    process(
        21,
        "ovsdb-server",
        "ovsdb-server",
        "--private-key=db:OVN_Northbound,SSL,private_key",
        "--certificate=db:OVN_Northbound,SSL,certificate",
        "--ca-cert=db:OVN_Northbound,SSL,ca_cert",
        "/var/lib/ovn/ovnnb_db.db");
    write(
        "table",
        "[{\"rows\":[{\"ca_cert\":\"/a\",\"certificate\":\"/c\",\"private_key\":\""
            + key()
            + "\"}]}]\n");
    Answer answer = run(trialOnCtl());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("table SSL of ovnnb_db");
  }

  @Test
  void withoutKeysNoLeaderIsFound() throws Exception {
    Answer answer = run(trialOnCtl());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.said())
        .contains("without keys: neither ovn-northd nor the server of ovnnb_db names any")
        .contains("no leader of the Northbound answers");
  }

  @Test
  void aNorthboundWithoutTlsIsNotAskedBeforehand() throws Exception {
    assertThat(
            new LocalnetCreate(SWITCH, Optional.of("ln-second"), "physnet2", Optional.empty())
                .operation(clustered("ptcp:6641:0.0.0.0")).asks().values().stream()
                    .flatMap(List::stream))
        .noneMatch(DatabaseQuestion.Central.class::isInstance);
  }

  // --- the Southbound, on the node where a change of its rows is written and undone ---

  @Test
  void membersOfTheSouthboundAreAskedWithTheKeysOfNorthd() throws Exception {
    process(20, "ovn-northd", "ovn-northd", "-p", key(), "-c", "/c", "-C", "/a");
    Answer answer = run(southboundTrialOnCtl());
    assertThat(answer.exit()).as(answer.said()).isZero();
    assertThat(answer.said()).contains("the Southbound at ssl:", "it answers");
    assertThat(asked()).contains("OVN_Southbound", "SB_Global").doesNotContain("NB_Global");
  }

  @Test
  void withoutKeysNoLeaderOfTheSouthboundIsFound() throws Exception {
    Answer answer = run(southboundTrialOnCtl());
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.said())
        .contains("without keys: neither ovn-northd nor the server of ovnsb_db names any")
        .contains("no leader of the Southbound answers");
  }

  private static Script southboundTrialOnCtl() throws ActionException {
    Cluster cluster = ChassisDeleteTest.CLUSTER;
    Operation operation =
        new ChassisDelete(ChassisDeleteTest.OLD)
            .operation(
                cluster.withDatabases(
                    cluster.northbound(),
                    Optional.of(
                        DatabaseStatus.builder("OVN_Southbound", "ctl")
                            .remotes(List.of("pssl:6642:0.0.0.0"))
                            .clustered(true)
                            .leader(true)
                            .build())));
    return DatabaseQuestion.trial(operation.asks().get("ctl")).orElseThrow();
  }
}
