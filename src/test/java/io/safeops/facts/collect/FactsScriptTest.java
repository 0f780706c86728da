package io.safeops.facts.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.Node;
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
            "ovn-controller",
            "ovn-nbctl",
            "ovs-vsctl",
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
}
