package io.safeops.facts.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Certificate;
import io.safeops.facts.node.DiskSpace;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.house.TestTools;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the real {@code facts.sh} on this machine, with tools that print the output of a recorded
 * chassis and record their calls: on a busy node each program is slow.
 */
@Tag("process")
class FactsScriptTest {

  private static final List<String> SILENT =
      List.of("ovs-ofctl", "ovn-sbctl", "tcpdump", "sudo", "flock", "base64", "sync", "setsid");

  @TempDir Path dir;

  private ServerSocketChannel database;
  private String recorded;

  @BeforeEach
  void install() throws IOException {
    recorded = text("net.facts");
    database = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    database.bind(UnixDomainSocketAddress.of(dir.resolve("db.sock")));
    Files.createDirectories(dir.resolve("bin"));
    prints("ovsdb-client", "*", "ovs");
    tool(
        "ip",
        "case $* in",
        "  '-j -d addr show') cat '" + recorded("link") + "' ;;",
        "  '-j -4 route show table main') cat '" + recorded("route4") + "' ;;",
        "  '-j -6 route show table main') cat '" + recorded("route6") + "' ;;",
        "  '-j route get 192.0.2.11') sed -n 2p '" + recorded("sbroutes") + "' ;;",
        "  *) exit 1 ;;",
        "esac");
    prints("ovn-appctl", "*", "controller");
    prints("systemctl", "show *", "components");
    prints("ss", "-Hlnt", "listeners");
    tool("timeout", "shift", "PATH='" + dir.resolve("bin") + "'", "exec \"$@\"");
    tool("stat", "echo ext2/ext3");
    for (String tool : List.of("ovs-vsctl", "ovn-nbctl", "ovn-controller")) {
      tool(tool, "[ \"$*\" = --version ] || exit 1", "echo '" + tool + " 23.03.1'", "echo more");
    }
    for (String tool : SILENT) {
      tool(tool, "exit 1");
    }
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = FactsScriptTest.class.getResourceAsStream(resource)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
  }

  @AfterEach
  void close() throws IOException {
    database.close();
  }

  /** A file with the output of a section of the recording. */
  private Path recorded(String section) throws IOException {
    Matcher found =
        Pattern.compile("(?s)MARK begin " + section + "\n(.*?)\nMARK end " + section + " 0")
            .matcher(recorded);
    assertThat(found.find()).as(section).isTrue();
    return Files.writeString(dir.resolve(section), found.group(1));
  }

  private void prints(String tool, String arguments, String section) throws IOException {
    tool(
        tool,
        "case $* in "
            + arguments.replace(" ", "\\ ")
            + ") cat '"
            + recorded(section)
            + "' ;; *) exit 1 ;; esac");
  }

  private void tool(String name, String... lines) throws IOException {
    Path file = dir.resolve("bin").resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\nPATH=/usr/bin:/bin\necho \""
            + name
            + " $(printf %s \"$*\" | head -c 40 | head -n 1)\" >>'"
            + dir.resolve("called")
            + "'\n"
            + String.join("\n", lines)
            + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Runs the unchanged script with that shell, on this test's tools and socket. */
  private final class Here implements Connection {
    private final String shell;

    Here(String shell) {
      this.shell = shell;
    }

    @Override
    public Result run(Command command, byte[] input, Duration timeout) throws TransportException {
      String script =
          new String(input, UTF_8)
              .replaceFirst("\nPATH=[^\n]*", "\nPATH=" + dir.resolve("bin"))
              .replace("/run/openvswitch/db.sock", dir.resolve("db.sock").toString())
              .replace("for dir in /run/ovn ", "for dir in " + dir + " ")
              .replace("for dir in /var/lib/ovn ", "for dir in " + dir.resolve("databases") + " ")
              .replaceAll("/(run|etc)/systemd/system", dir.toString());
      try {
        Path output = dir.resolve("out");
        Path errors = dir.resolve("err");
        List<String> argv = new ArrayList<>(List.of(shell.split(" ")));
        argv.add("-s");
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().put("SSH_CONNECTION", "192.0.2.1 57444 192.0.2.12 22");
        Process process =
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile()).start();
        process.getOutputStream().write(script.getBytes(UTF_8));
        process.getOutputStream().close();
        return new Result(
            process.waitFor(), Files.readAllBytes(output), Files.readAllBytes(errors));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }

    @Override
    public LineChannel start(Command command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  private Node read(String shell, FactsScope scope) throws IOException {
    TestTools.need(shell.split(" ")[0]);
    Files.deleteIfExists(dir.resolve("called"));
    return RecordedNodes.look(
            List.of(
                new FactsCollector.CollectedNode(
                    "net", "192.0.2.12", List.of("chassis", "gateway"), Optional.empty())),
            node -> new Here(shell),
            scope,
            Map.of())
        .cluster()
        .node("net")
        .orElseThrow();
  }

  private List<String> called() throws IOException {
    List<String> called = new ArrayList<>();
    if (Files.exists(dir.resolve("called"))) {
      Files.readAllLines(dir.resolve("called")).forEach(line -> called.add(line.split(" ")[0]));
    }
    called.sort(null);
    return called;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void readsAChassisWithFewPrograms(String shell) throws IOException {
    Node node = read(shell, FactsScope.ALL);
    Node was = RecordedNodes.cluster().node("net").orElseThrow();
    assertThat(node.problems()).isEmpty();
    assertThat(node.nics()).isEqualTo(was.nics());
    assertThat(node.routes()).isEqualTo(was.routes());
    assertThat(node.bridges()).isEqualTo(was.bridges());
    assertThat(node.mappings()).isEqualTo(was.mappings());
    assertThat(node.components()).isEqualTo(was.components());
    assertThat(node.managementPath()).isEqualTo(was.managementPath());
    assertThat(node.southboundPath()).isEqualTo(was.southboundPath());
    assertThat(node.tools()).containsEntry("ovn-controller", "23.03.1").containsKey("tcpdump");
    assertThat(node.guardUnit()).isNotEqualTo(GuardUnit.UNKNOWN);
    assertThat(called())
        .containsExactlyInAnyOrder(
            "ip",
            "ip",
            "ip",
            "ip",
            "ovn-appctl",
            "ovn-appctl",
            "ovn-controller",
            "ovn-nbctl",
            "ovs-vsctl",
            "ovsdb-client",
            "ovsdb-client",
            "ss",
            "stat",
            "systemctl",
            "timeout");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void readsBridgesWithOneQueryOfTheirDatabase(String shell) throws IOException {
    Node node = read(shell, FactsScope.of(FactsPart.SWITCH));
    assertThat(node.bridges())
        .isEqualTo(RecordedNodes.cluster().node("net").orElseThrow().bridges());
    assertThat(called()).containsExactly("ovsdb-client");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void readsTheAddressesOfTheSouthboundFromTheAnswer(String shell) throws IOException {
    recorded =
        recorded.replaceFirst(
            "\\[\"ovn-remote\",\"[^\"]*\"]",
            "[\"ovn-remote\",\"ssl:192.0.2.99:6642,tcp:[fd00::11]:6642,tcp:192.0.2.11:6642,x\"]");
    prints("ovsdb-client", "*", "ovs");
    Node node = read(shell, FactsScope.of(FactsPart.NETWORK));
    assertThat(node.southboundPath().client()).isEqualTo("192.0.2.11");
    assertThat(Files.readAllLines(dir.resolve("called")))
        .containsSubsequence(
            "ip -j route get 192.0.2.99", "ip -j route get fd00::11", "ip -j route get 192.0.2.11");
  }

  /** One that has not all of the routers' tables is asked for the others alone. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void anOldNorthboundIsReadWithoutRouters(String shell) throws IOException {
    TestTools.need(shell.split(" ")[0]);
    tool(
        "ovsdb-client",
        "case $* in",
        "  *_Server*) echo '[{\"rows\":[]}]' ;;",
        "  *HA_Chassis*) echo '[{\"rows\":[]},{\"details\":\"No table\",\"error\":\"syntax error\"},null]' ;;",
        "  *) echo '[{\"rows\":[]},{\"rows\":[]},"
            + "{\"rows\":[{\"_uuid\":[\"uuid\",\"1\"],\"name\":\"s\",\"ports\":[\"set\",[]]}]},"
            + "{\"rows\":[]}]' ;;",
        "esac");
    try (ServerSocketChannel northbound = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      northbound.bind(UnixDomainSocketAddress.of(dir.resolve("ovnnb_db.sock")));
      Cluster cluster =
          RecordedNodes.look(
                  List.of(
                      new FactsCollector.CollectedNode(
                          "ctl", "192.0.2.11", List.of("central"), Optional.empty())),
                  node -> new Here(shell),
                  FactsScope.of(FactsPart.NORTHBOUND),
                  Map.of())
              .cluster();
      assertThat(cluster.northbound().orElseThrow().problem()).isEmpty();
      assertThat(cluster.switches()).hasSize(1);
      assertThat(cluster.logicalRouters()).isEmpty();
    }
  }

  private Cluster central(String shell, FactsScope scope) throws IOException {
    TestTools.need(shell.split(" ")[0]);
    Files.deleteIfExists(dir.resolve("called"));
    Files.deleteIfExists(dir.resolve("asked"));
    return RecordedNodes.look(
            List.of(
                new FactsCollector.CollectedNode(
                    "ctl", "192.0.2.11", List.of("central"), Optional.empty())),
            node -> new Here(shell),
            scope,
            Map.of())
        .cluster();
  }

  /**
   * A server of a database that answers with this schema and model, and records what it is asked.
   */
  private void server(String model, String schema, String answer) throws IOException {
    Files.writeString(
        dir.resolve("server"),
        "[{\"rows\":[{\"name\":\"%1$s\",\"model\":\"%2$s\",\"leader\":true,\"connected\":true,\"schema\":\"%3$s\"}]}]\n"
            .formatted("OVN_Southbound", model, schema));
    tool(
        "ovsdb-client",
        "printf '%s\\n' \"$*\" >>'" + dir.resolve("asked") + "'",
        "case $* in",
        "  *_Server*) cat '" + dir.resolve("server") + "' ;;",
        "  *) " + answer + " ;;",
        "esac");
  }

  private static final String EMPTY_SOUTHBOUND =
      "echo '[{\"rows\":[]},{\"rows\":[]},{\"rows\":[]},{\"rows\":[]},{\"rows\":[]},{\"rows\":[]},{\"rows\":[]}]'";

  private ServerSocketChannel socket(String name) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(dir.resolve(name)));
    return socket;
  }

  /** A column that a database does not have would make it refuse the whole question. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aSouthboundIsAskedForTheColumnsOfItsSchema(String shell) throws IOException {
    String old = "{'tables':{'HA_Chassis_Group':{}},'version':'20.21.0'}".replace("'", "\\\"");
    String fresh =
        "{'tables':{'BFD':{},'HA_Chassis_Group':{},'Port_Binding':{'requested_additional_chassis':{}}}}"
            .replace("'", "\\\"");
    try (ServerSocketChannel southbound = socket("ovnsb_db.sock")) {
      assertThat(southbound.isOpen()).isTrue();
      server("standalone", old, EMPTY_SOUTHBOUND);
      Cluster cluster = central(shell, FactsScope.of(FactsPart.BINDINGS));
      assertThat(cluster.southbound().orElseThrow().problem()).isEmpty();
      assertThat(cluster.southbound().orElseThrow().schemaVersion()).isEqualTo("20.21.0");
      String asked = Files.readString(dir.resolve("asked"));
      assertThat(asked).contains("HA_Chassis_Group").doesNotContain("BFD", "additional_chassis");
      server("standalone", fresh, EMPTY_SOUTHBOUND);
      central(shell, FactsScope.of(FactsPart.BINDINGS));
      assertThat(Files.readString(dir.resolve("asked")))
          .contains("HA_Chassis_Group", "\"BFD\"", "\"additional_chassis\"");
    }
  }

  /** A longer value than is accepted would cost all that the server says. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aSchemaThatIsTooLongIsLeftOut(String shell) throws IOException {
    try (ServerSocketChannel southbound = socket("ovnsb_db.sock")) {
      assertThat(southbound.isOpen()).isTrue();
      server("standalone", "x".repeat(70_000), EMPTY_SOUTHBOUND);
      tool(
          "ovsdb-client",
          "case $* in",
          "  *_Server*schema*) cat '" + dir.resolve("server") + "' ;;",
          "  *_Server*) sed 's/,\"schema\":\"x*\"//' '" + dir.resolve("server") + "' ;;",
          "  *) " + EMPTY_SOUTHBOUND + " ;;",
          "esac");
      Cluster cluster = central(shell, FactsScope.of(FactsPart.CHASSIS));
      assertThat(cluster.southbound().orElseThrow().problem()).isEmpty();
      assertThat(cluster.southbound().orElseThrow().schemaVersion()).isEmpty();
      assertThat(cluster.databaseMembers().orElseThrow())
          .extracting(DatabaseMember::model)
          .containsExactly("standalone");
    }
  }

  /** Each further question would take its time again. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aDatabaseThatLetsAQuestionPassIsNotAskedAgain(String shell) throws IOException {
    try (ServerSocketChannel southbound = socket("ovnsb_db.sock")) {
      assertThat(southbound.isOpen()).isTrue();
      tool("ovsdb-client", "exit 142");
      Cluster cluster = central(shell, FactsScope.of(FactsPart.CHASSIS));
      assertThat(called()).containsExactly("ovsdb-client");
      assertThat(cluster.southbound().orElseThrow().problem())
          .contains("OVN_Southbound could not be read: it took longer than 5 s");
      assertThat(cluster.databaseMembers().orElseThrow().get(0).problem())
          .contains("OVN_Southbound could not be read: it took longer than 5 s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void onlyAMemberOfAClusterIsAskedForItsStatus(String shell) throws IOException {
    try (ServerSocketChannel southbound = socket("ovnsb_db.sock");
        ServerSocketChannel control = socket("ovnsb_db.ctl")) {
      assertThat(southbound.isOpen() && control.isOpen()).isTrue();
      tool(
          "ovn-appctl",
          "[ \"$*\" = '--timeout=1 -t "
              + dir
              + "/ovnsb_db.ctl cluster/status OVN_Southbound' ] || exit 1",
          "printf '%s\\n' 'Server ID: b707 (b70754de)' 'Status: cluster member' 'Role: leader' 'Term: 1' 'Leader: self' Servers: '    b707 (b707 at tcp:192.0.2.11:6644) (self)'");
      server("standalone", "", EMPTY_SOUTHBOUND);
      central(shell, FactsScope.of(FactsPart.CHASSIS));
      assertThat(called()).doesNotContain("ovn-appctl");
      server("clustered", "", EMPTY_SOUTHBOUND);
      DatabaseMember member =
          central(shell, FactsScope.of(FactsPart.CHASSIS)).databaseMembers().orElseThrow().get(0);
      assertThat(member.problem()).isEmpty();
      assertThat(member.raft().orElseThrow().servers()).hasSize(1);
    }
  }

  /** Of a daemon that names it in its command line, and of one that takes the database's. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void certificatesOfRunningDaemons(String shell) throws Exception {
    TestTools.need(shell.split(" ")[0]);
    Path file = Files.writeString(dir.resolve("my own.crt"), "certificate");
    for (String tool : List.of("head", "tr")) {
      tool(tool, "exec " + tool + " \"$@\"");
    }
    tool(
        "openssl",
        "[ \"$*\" = 'x509 -noout -enddate -in " + file + "' ] || exit 1",
        "echo 'notAfter=Dec  3 06:06:39 2026 GMT'");
    tool(
        "ovsdb-client",
        "case $* in",
        "  *SSL*) echo '[{\"rows\":[{\"certificate\":\"/nowhere/ovs.crt\"}]}]' ;;",
        "  *) cat '" + recorded("ovs") + "' ;;",
        "esac");
    Path daemons = Files.createDirectories(dir.resolve("daemons"));
    List<Process> running = new ArrayList<>();
    try {
      running.add(daemon(daemons, "ovn-northd", "--certificate=" + file));
      running.add(daemon(daemons, "ovs-vswitchd", "-c", file.toString()));
      running.add(daemon(daemons, "ovsdb-server", "--certificate=db:Open_vSwitch,SSL,certificate"));
      Files.writeString(dir.resolve("ovn-controller.pid"), running.get(0).pid() + "\n");
      Node node = read(shell, FactsScope.of(FactsPart.TOOLS));
      assertThat(node.certificates().orElseThrow())
          .containsExactlyInAnyOrder(
              new Certificate(file.toString(), Optional.of("2026-12-03T06:06:39Z"), "northd"),
              new Certificate("/nowhere/ovs.crt", Optional.empty(), "vswitchd"),
              new Certificate("/nowhere/ovs.crt", Optional.empty(), "ovsdb"));
      tool("ovsdb-client", "case $* in *SSL*) echo '[{\"rows\":[]}]' ;; *) exit 1 ;; esac");
      Node without = read(shell, FactsScope.of(FactsPart.TOOLS));
      assertThat(without.certificates().orElseThrow())
          .as("the command line counts where the table is empty")
          .extracting(Certificate::owner)
          .containsExactlyInAnyOrder("northd", "vswitchd");
      tool("ovsdb-client", "exit 1");
      assertThat(read(shell, FactsScope.of(FactsPart.TOOLS)).certificates()).isEmpty();
    } finally {
      running.forEach(Process::destroyForcibly);
    }
  }

  /** A process with that name and a file with its number; it ends with the test. */
  private Process daemon(Path directory, String name, String... words) throws IOException {
    Path program = directory.resolve(name);
    Files.writeString(program, "#!/bin/sh\nread -r line\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    List<String> argv = new ArrayList<>(List.of(program.toString()));
    argv.addAll(List.of(words));
    Process process = new ProcessBuilder(argv).start();
    Files.writeString(dir.resolve(name + ".pid"), process.pid() + "\n");
    return process;
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void theRoomOfDirectoriesThatHoldDatabases(String shell) throws IOException {
    tool("stat", "[ \"$3\" = %T ] && echo ext2/ext3 && exit", "echo \"10 20 4096 5 6 $4\"");
    assertThat(read(shell, FactsScope.of(FactsPart.TOOLS)).databaseDisks())
        .as("no directory holds one")
        .contains(List.of());
    Files.createDirectories(dir.resolve("databases"));
    Files.writeString(dir.resolve("databases").resolve("conf.db"), "");
    assertThat(read(shell, FactsScope.of(FactsPart.TOOLS)).databaseDisks())
        .contains(
            List.of(
                new DiskSpace(
                    dir.resolve("databases").toString(), 40_960, 81_920, Optional.of(5L))));
  }
}
