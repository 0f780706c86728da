package io.safeops.facts.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Certificate;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.DiskSpace;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.house.TestTools;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the real {@code facts.sh} on this machine, with tools that print the output of a recorded
 * chassis and record their calls: on a busy node each program is slow.
 */
@Tag("process")
class FactsScriptTest {

  private static final List<String> SILENT =
      List.of("ovn-sbctl", "tcpdump", "sudo", "flock", "base64", "sync", "setsid");

  @TempDir Path dir;

  private final List<Process> daemons = new ArrayList<>();
  private final List<ServerSocketChannel> sockets = new ArrayList<>();
  private String recorded;

  @BeforeEach
  void install() throws IOException {
    recorded = text("net.facts");
    socket("db.sock");
    Files.createDirectories(dir.resolve("bin"));
    daemon("ovs-vswitchd", "ovs-vswitchd", "PID");
    daemon("ovsdb-server", "ovsdb-server", "PID");
    daemon("ovn-controller", "ovn-controller", "PID");
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
    tool(
        "ovn-appctl",
        "case $* in",
        "  *.ctl\\ connection-status) echo connected ;;",
        "  *.ctl\\ version) echo 'a daemon 3.1.0' ;;",
        "  *) exit 1 ;;",
        "esac");
    tool("ovs-appctl", "echo 'duration=1s, n_packets=0, priority=0,actions=NORMAL'");
    tool(
        "ovs-ofctl",
        "echo 'NXST_AGGREGATE reply (xid=0x4): packet_count=1 byte_count=2 flow_count=9'");
    tool("awk", "exec awk \"$@\"");
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
    daemons.forEach(Process::destroyForcibly);
    for (ServerSocketChannel socket : sockets) {
      socket.close();
    }
  }

  private ServerSocketChannel socket(String name) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(UnixDomainSocketAddress.of(dir.resolve(name)));
    sockets.add(socket);
    return socket;
  }

  /** A process that is called like a daemon, with a pidfile and a control socket. */
  private Process daemon(String program, String file, String socketEnd) throws IOException {
    Path copy = dir.resolve("daemons").resolve(program);
    if (!Files.exists(copy)) {
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("/bin/sleep"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
    Process process = new ProcessBuilder(copy.toString(), "60").start();
    daemons.add(process);
    Files.writeString(dir.resolve(file + ".pid"), process.pid() + "\n");
    socket(file + socketEnd.replace("PID", "." + process.pid()) + ".ctl");
    return process;
  }

  private static void signal(String signal, Process process)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("/bin/kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
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
              .replaceFirst("\nRUN_DIRS=[^\n]*", "\nRUN_DIRS=" + dir)
              .replace("/sys/class/net", dir.resolve("net").toString())
              .replace("/run/NetworkManager", dir.resolve("manager").toString())
              .replace("/run/systemd/netif", dir.resolve("netif").toString())
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
    assertThat(withoutProcess(node)).isEqualTo(withoutProcess(was));
    assertThat(node.components())
        .hasSize(3)
        .allMatch(each -> each.process().equals("runs") && each.answer().equals("answers"));
    assertThat(node.managementPath()).isEqualTo(was.managementPath());
    assertThat(node.southboundPath()).isEqualTo(was.southboundPath());
    assertThat(node.tools()).containsEntry("ovn-controller", "23.03.1").containsKey("tcpdump");
    assertThat(node.guardUnit()).isNotEqualTo(GuardUnit.UNKNOWN);
    assertThat(called())
        .containsExactlyInAnyOrder(
            "awk",
            "awk",
            "ip",
            "ip",
            "ip",
            "ip",
            "ovn-appctl",
            "ovn-appctl",
            "ovn-appctl",
            "ovn-appctl",
            "ovn-controller",
            "ovn-nbctl",
            "ovs-appctl",
            "ovs-ofctl",
            "ovs-ofctl",
            "ovs-ofctl",
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
    assertThat(called())
        .containsExactly(
            "awk", "awk", "ovs-appctl", "ovs-ofctl", "ovs-ofctl", "ovs-ofctl", "ovsdb-client");
    assertThat(Files.readString(dir.resolve("called")))
        .as("the integration bridge has too many flows")
        .contains("bridge/dump-flows br-ex\n", "ovs-ofctl ")
        .doesNotContain("dump-flows br-int");
  }

  /** As one whose datapath type differs from that of the other bridges. */
  @Test
  void aBridgeThatTheSwitchDoesNotHaveCostsNoOther() throws IOException {
    tool(
        "ovs-ofctl",
        "case \"$*\" in *' dump-ports-desc br-ex') exit 1 ;; esac",
        "echo 'OFPST_AGGREGATE reply (OF1.5) (xid=0x2): packet_count=0 flow_count=10'");

    Node node = read("dash", FactsScope.of(FactsPart.SWITCH));

    assertThat(node.bridge("br-ex").orElseThrow().forwarding()).isEmpty();
    assertThat(node.bridge("br-int").orElseThrow().forwarding()).isEqualTo("flows");
  }

  private static List<Component> withoutProcess(Node node) {
    return node.components().stream()
        .map(
            each ->
                each.toBuilder()
                    .process("")
                    .answer("")
                    .pid(Optional.empty())
                    .cpuCentis(Optional.empty())
                    .build())
        .toList();
  }

  private static Component component(Node node, ComponentName name) {
    return node.component(name).orElseThrow();
  }

  /** Each with flows that were seen with OVS 3.1; table 254 is OVS's own. */
  static Stream<Arguments> flows() {
    return Stream.of(
        Arguments.of("an empty bridge in fail mode secure", "", "none"),
        Arguments.of("one that only drops", "priority=1,in_port=1,actions=drop", "none"),
        Arguments.of("one that only sends on to an empty table", "actions=resubmit(,10)", "none"),
        Arguments.of("a note is no action", "actions=note:4e.4f.52.4d.00.00", "none"),
        Arguments.of("in fail mode standalone", "priority=0,actions=NORMAL", "normal"),
        Arguments.of("with a VLAN", "priority=3,actions=mod_vlan_vid:7,NORMAL", "flows"),
        Arguments.of("for some packets", "priority=3,in_port=1,actions=NORMAL", "flows"),
        Arguments.of(
            "with a flow that drops what comes in",
            "priority=100,in_port=1,actions=drop\npriority=0,actions=NORMAL",
            "flows"),
        Arguments.of(
            "standalone without its controller", "priority=15790320,actions=NORMAL", "normal"),
        Arguments.of(
            "only in-band control",
            "priority=180008,tcp,nw_src=127.0.0.1,tp_src=6699,actions=NORMAL",
            "none"),
        Arguments.of("to a port", "priority=2,in_port=1,actions=output:2", "flows"),
        Arguments.of(
            "to a port of a register",
            "priority=2,actions=load:0x3->NXM_NX_REG0[],output:NXM_NX_REG0[]",
            "flows"),
        Arguments.of("to all", "priority=6,in_port=1,actions=FLOOD", "flows"),
        Arguments.of("to a queue", "priority=6,in_port=1,actions=enqueue:1:2", "flows"),
        Arguments.of("to a group", "priority=6,in_port=1,actions=group:1", "flows"),
        Arguments.of("to a controller", "priority=6,in_port=1,actions=CONTROLLER:65535", "flows"),
        Arguments.of(
            "by flows and by MAC address", "actions=NORMAL\nactions=drop\nactions=ALL", "flows"),
        Arguments.of(
            "by MAC address, while a run counts its broadcasts",
            "priority=65000,dl_type=0x88b5,actions=NORMAL\npriority=0,actions=NORMAL",
            "normal"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flows")
  void readsWhatTheFlowsOfABridgeDo(String what, String flows, String forwarding)
      throws IOException {
    Path dump = dir.resolve("dump");
    Files.writeString(
        dump,
        (flows.isEmpty() ? "" : flows.replaceAll("(?m)^", "duration=0s, n_packets=0, ") + "\n")
            + """
            table_id=254, duration=0s, n_packets=0, n_bytes=0, priority=2,recirc_id=0,actions=drop
            table_id=254, duration=0s, n_packets=0, priority=0,reg0=0x1,actions=controller(reason=)
            """);
    tool("ovs-appctl", "cat '" + dump + "'");

    Node node = read("dash", FactsScope.of(FactsPart.SWITCH));

    assertThat(node.bridge("br-ex").orElseThrow().forwarding()).as(what).isEqualTo(forwarding);
    assertThat(node.bridge("br-int").orElseThrow().forwarding()).isEqualTo("flows");
  }

  /** Tens of thousands of flows are not read; that there are none is. */
  @ParameterizedTest
  @CsvSource({"flow_count=0,none", "flow_count=10,flows", "no answer,''"})
  void flowsOfTheIntegrationBridgeAreCounted(String answer, String forwarding) throws IOException {
    tool(
        "ovs-ofctl",
        "echo 'OFPST_AGGREGATE reply (OF1.5) (xid=0x2): packet_count=0 " + answer + "'");

    Node node = read("dash", FactsScope.of(FactsPart.SWITCH));

    assertThat(node.bridge("br-int").orElseThrow().forwarding()).isEqualTo(forwarding);
  }

  /** Flows that were printed before a limit was reached are not all flows. */
  @ParameterizedTest
  @ValueSource(strings = {"kill -ALRM $$", "exit 2", "exit 1"})
  void flowsThatWereNotReadToTheEndAreNotRead(String end) throws IOException {
    tool("ovs-appctl", "echo 'duration=1s, priority=0,actions=drop'", end);

    Node node = read("dash", FactsScope.of(FactsPart.SWITCH));

    assertThat(node.problems()).isEmpty();
    assertThat(node.bridge("br-ex").orElseThrow().forwarding()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void nobodyWaitsForDaemonsThatAreStopped(String shell) throws Exception {
    for (Process daemon : daemons) {
      signal("STOP", daemon);
    }
    tool("ovn-appctl", "kill -ALRM $$");

    Node node = read(shell, FactsScope.ALL);

    assertThat(node.components())
        .hasSize(3)
        .allMatch(each -> each.process().equals("stopped") && each.answer().equals("silent"));
    assertThat(node.problems())
        .containsExactly(
            "Open_vSwitch could not be read: exit 1: ovsdb-server (process "
                + component(node, ComponentName.OVSDB).pid().orElseThrow()
                + ") is stopped by a signal");
    assertThat(called()).doesNotContain("ovsdb-client", "ovs-appctl");
    assertThat(called().stream().filter("ovn-appctl"::equals)).as("each once").hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aDaemonThatIsSilentIsAskedOnceMore(String shell) throws IOException {
    tool(
        "ovn-appctl",
        "case $* in",
        "  --timeout=1*) kill -ALRM $$ ;;",
        "  *ovs-vswitchd*) echo 'ovs-vswitchd 3.1.0' ;;",
        "  *) kill -ALRM $$ ;;",
        "esac");

    Node node = read(shell, FactsScope.of(FactsPart.COMPONENTS));

    assertThat(component(node, ComponentName.VSWITCHD).answer()).isEqualTo("slow");
    assertThat(component(node, ComponentName.CONTROLLER).answer()).isEqualTo("silent");
    assertThat(component(node, ComponentName.CONTROLLER).connection()).isEmpty();
    assertThat(component(node, ComponentName.CONTROLLER).process()).isEqualTo("runs");
    assertThat(Files.readAllLines(dir.resolve("called")))
        .filteredOn(line -> line.startsWith("ovn-appctl --timeout="))
        .hasSize(6)
        .filteredOn(line -> line.startsWith("ovn-appctl --timeout=4"))
        .hasSize(3);
  }

  /** An ovs-vswitchd in a loop. */
  private Process busyVswitchd() throws IOException {
    Files.copy(Path.of("/bin/sh"), dir.resolve("daemons/busy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(
        dir.resolve("daemons/busy"),
        dir.resolve("daemons/ovs-vswitchd"),
        StandardCopyOption.REPLACE_EXISTING);
    Process busy =
        new ProcessBuilder(
                dir.resolve("daemons/ovs-vswitchd").toString(), "-c", "while :; do :; done")
            .start();
    daemons.add(busy);
    Files.writeString(dir.resolve("ovs-vswitchd.pid"), String.valueOf(busy.pid()));
    socket("ovs-vswitchd." + busy.pid() + ".ctl");
    return busy;
  }

  /** It used the CPU as long as it was asked, so it does not hang in the kernel. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aDaemonInALoopIsBusy(String shell) throws Exception {
    Process busy = busyVswitchd();
    tool(
        "ovn-appctl",
        "case $* in",
        "  *ovs-vswitchd*)",
        "    used() { set -- $(cat /proc/" + busy.pid() + "/stat); echo $((${14} + ${15})); }",
        "    was=$(used); while [ $(used) -le $((was + 5)) ]; do sleep 0.01; done; kill -ALRM $$ ;;",
        "  *) echo connected ;;",
        "esac");

    Node node = read(shell, FactsScope.of(FactsPart.COMPONENTS));

    assertThat(component(node, ComponentName.VSWITCHD).answer()).isEqualTo("busy");
    assertThat(component(node, ComponentName.VSWITCHD).process()).isEqualTo("runs");
  }

  /** A daemon that works for longer than a second is not one that hangs. */
  @Test
  void aDaemonThatAnswersAfterItsWorkIsSlow() throws Exception {
    Process busy = busyVswitchd();
    // Until its CPU time has grown, however busy this machine is.
    tool(
        "ovn-appctl",
        "case $* in",
        "  --timeout=1*ovs-vswitchd*)",
        "    used() { set -- $(cat /proc/" + busy.pid() + "/stat); echo $((${14} + ${15})); }",
        "    was=$(used); while [ $(used) -le $((was + 1)) ]; do :; done; kill -ALRM $$ ;;",
        "  --timeout=4*) echo yes ;;",
        "  *) echo connected ;;",
        "esac");

    Node node = read("dash", FactsScope.of(FactsPart.COMPONENTS));

    assertThat(component(node, ComponentName.VSWITCHD).answer()).isEqualTo("slow");
    assertThat(component(node, ComponentName.VSWITCHD).cpuCentis().orElseThrow()).isPositive();
    assertThat(component(node, ComponentName.CONTROLLER).answer()).isEqualTo("answers");
  }

  /** An error in the answer is an answer: an older daemon may not know the question. */
  @Test
  void aDaemonThatDoesNotKnowTheQuestionAnswers() throws IOException {
    tool("ovn-appctl", "echo '\"connection-status\" is not a valid command' >&2", "exit 2");

    Node node = read("dash", FactsScope.of(FactsPart.COMPONENTS));

    assertThat(node.components()).hasSize(3).allMatch(each -> each.answer().equals("answers"));
    assertThat(component(node, ComponentName.CONTROLLER).connection()).isEmpty();
  }

  /** Its process id may be that of another process by now, or one of a container. */
  @Test
  void aPidfileThatNamesAnotherProgramIsNotBelieved() throws IOException {
    Files.writeString(dir.resolve("ovs-vswitchd.pid"), daemons.get(2).pid() + "\n");
    Files.writeString(dir.resolve("ovsdb-server.pid"), "1; reboot\n");
    Files.writeString(dir.resolve("ovn-controller.pid"), "");

    Node node = read("dash", FactsScope.of(FactsPart.COMPONENTS));

    assertThat(node.problems()).isEmpty();
    assertThat(node.components())
        .hasSize(3)
        .allMatch(each -> each.process().isEmpty())
        .allMatch(each -> each.answer().isEmpty())
        .allMatch(each -> each.pid().isEmpty());
  }

  /** In a container the pidfile names a process id of the container. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void findsTheDaemonOfAContainerBelowItsFirstProcess(String shell) throws Exception {
    Files.writeString(dir.resolve("ovn-controller.pid"), "7\n");
    Process first =
        new ProcessBuilder("/bin/sh", "-c", dir.resolve("daemons/ovn-controller") + " 60 & wait")
            .start();
    daemons.add(first);
    Eventually.holds(
        () -> first.descendants().anyMatch(child -> isCalled(child.pid(), "ovn-controller")));
    ProcessHandle child = first.descendants().findFirst().orElseThrow();
    try {
      tool("systemctl", "exit 1");
      tool("sed", "exec sed \"$@\"");
      tool(
          "docker",
          "case $* in",
          "  ps*) echo 'ovn_controller running'; echo 'other running' ;;",
          "  *'{{.Name}} {{.State.Pid}} ovn_controller') echo '/ovn_controller "
              + first.pid()
              + "' ;;",
          "  *) exit 1 ;;",
          "esac");

      Component controller =
          component(read(shell, FactsScope.of(FactsPart.COMPONENTS)), ComponentName.CONTROLLER);

      assertThat(controller.unit()).isEqualTo("ovn_controller");
      assertThat(controller.pid()).contains(child.pid());
      assertThat(controller.process()).isEqualTo("runs");
      assertThat(controller.answer()).isEmpty();
    } finally {
      child.destroyForcibly();
    }
  }

  /** kolla: the tools are in the containers, and the daemons write no pidfiles. */
  private void kolla() throws IOException {
    Path inside = Files.createDirectories(dir.resolve("inside"));
    tool(
        "ovs-appctl",
        "case $* in",
        "  *dump-flows*) echo 'duration=1s, n_packets=0, priority=0,actions=NORMAL' ;;",
        "  *.ctl\\ connection-status) echo connected ;;",
        "  *.ctl\\ version) echo 'a daemon 3.1.0' ;;",
        "  *) exit 1 ;;",
        "esac");
    for (String tool : List.of("ovsdb-client", "ovs-appctl", "ovn-appctl", "ovs-ofctl")) {
      Files.move(dir.resolve("bin").resolve(tool), inside.resolve(tool));
    }
    for (String daemon : List.of("ovs-vswitchd", "ovsdb-server", "ovn-controller")) {
      Files.delete(dir.resolve(daemon + ".pid"));
    }
    tool("systemctl", "exit 1");
    tool("sed", "exec sed \"$@\"");
    tool(
        "docker",
        "case $* in",
        "  ps*) for each in openvswitch_vswitchd openvswitch_db ovn_controller; do echo $each running;"
            + " done ;;",
        "  *State.Pid*) exit 1 ;;",
        "  'inspect openvswitch_vswitchd' | 'inspect openvswitch_db' | 'inspect ovn_controller') ;;",
        "  'exec openvswitch_'* | 'exec ovn_controller '*) shift 2; PATH='"
            + inside
            + ":/bin:/usr/bin' exec \"$@\" ;;",
        "  *) exit 1 ;;",
        "esac");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void asksTheDaemonsOfKollaInTheirContainers(String shell) throws Exception {
    kolla();

    Node node = read(shell, FactsScope.ALL);

    assertThat(node.problems()).isEmpty();
    assertThat(node.bridges())
        .isEqualTo(RecordedNodes.cluster().node("net").orElseThrow().bridges());
    assertThat(node.components())
        .hasSize(3)
        .allMatch(each -> each.getManager().equals("container"))
        .allMatch(each -> each.answer().equals("answers"), "answers");
    assertThat(component(node, ComponentName.CONTROLLER).connection()).isEqualTo("connected");
  }

  /** The folder of the sockets is mounted from the node. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void asksTheDaemonsOfKollaOnTheirSocketsIfTheNodeHasTheTool(String shell) throws Exception {
    kolla();
    Files.move(dir.resolve("inside/ovn-appctl"), dir.resolve("bin/ovn-appctl"));
    // The container started again: nobody listens there any more.
    socket("ovs-vswitchd.1.ctl").close();

    Node node = read(shell, FactsScope.of(FactsPart.COMPONENTS));

    assertThat(node.components()).hasSize(3).allMatch(each -> each.answer().equals("answers"));
    assertThat(Files.readAllLines(dir.resolve("called")))
        .noneMatch(each -> each.startsWith("docker exec"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aDaemonOfKollaThatDoesNotAnswerIsSilent(String shell) throws Exception {
    kolla();
    Files.writeString(
        dir.resolve("inside/ovs-appctl"),
        "#!/bin/sh\ncase $* in *ovs-vswitchd*) kill -ALRM $$ ;; *) echo connected ;; esac\n");

    Node node = read(shell, FactsScope.of(FactsPart.COMPONENTS));

    assertThat(component(node, ComponentName.VSWITCHD).answer()).isEqualTo("silent");
    assertThat(component(node, ComponentName.CONTROLLER).answer()).isEqualTo("answers");
  }

  private static boolean isCalled(long pid, String program) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).trim().equals(program);
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void readsTheAddressesThatNetworkdGivesAtBoot(String shell) throws IOException {
    Files.createDirectories(dir.resolve("net/enp6s18"));
    Files.createDirectories(dir.resolve("netif/links"));
    Path file = dir.resolve("10-lan.network");
    Files.writeString(
        file,
        """
        # Address=192.0.2.1/24
        [Match]
        Name=enp6s18
        [Network]
        DHCP = no
        Address=192.0.2.99/24
        Gateway=192.0.2.1
        [Address]
        Address = fd00::99/64
        Peer=fd00::1/128
        [Neighbor]
        Address=192.0.2.7
        [DHCPServer]
        DHCP=yes""");
    tool(
        "networkctl",
        "[ \"$*\" = '--no-pager --lines=0 status enp6s18' ] || exit 1",
        "printf '* 3: enp6s18\\n   Link File: n/a\\n  Network File: %s\\n  State: x\\n' '"
            + file
            + "'");

    Node node = read(shell, FactsScope.of(FactsPart.NETWORK));

    assertThat(node.bootAddresses())
        .contains(
            List.of(
                new BootAddress("enp6s18", "192.0.2.99/24", file.toString()),
                new BootAddress("enp6s18", "fd00::99/64", file.toString())));
    tool("networkctl", "printf '* 3: enp6s18\\n  Network File: n/a\\n'");
    assertThat(read(shell, FactsScope.of(FactsPart.NETWORK)).bootAddresses()).isEmpty();
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

  /** With what nmcli 1.42 said in the lab of an interface with three connections. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void readsTheAddressesThatNetworkManagerGivesAtBoot(String shell) throws IOException {
    Files.createDirectories(dir.resolve("net/enp6s18"));
    Files.createDirectories(dir.resolve("manager/devices"));
    String lan = "44d3fe8d-db2f-41a8-a56e-73458037e544";
    String byHand = "95f7adb2-19f3-48b8-ae31-c9caffd3e5d7";
    tool(
        "nmcli",
        "case $* in",
        "  *'device show enp6s18') cat '" + dir.resolve("device") + "' ;;",
        "  *show*" + byHand + "*" + lan + "*) cat '" + dir.resolve("connections") + "' ;;",
        "  *show*" + byHand + ") tail -n 6 '" + dir.resolve("connections") + "' ;;",
        "  *show*" + lan + ") head -n 6 '" + dir.resolve("connections") + "' ;;",
        "  *) exit 10 ;;",
        "esac");
    Files.writeString(
        dir.resolve("connections"),
        """
        connection.id:lan: a
        connection.autoconnect:yes
        ipv4.method:manual
        ipv4.addresses:10.9.9.1/24, 10.9.8.1/24
        ipv6.method:disabled
        ipv6.addresses:

        connection.id:by hand
        connection.autoconnect:no
        ipv4.method:auto
        ipv4.addresses:
        ipv6.method:auto
        ipv6.addresses:
        """);
    String device =
        """
        GENERAL.STATE:100 (connected)
        GENERAL.CON-UUID:%s
        CONNECTIONS.AVAILABLE-CONNECTIONS[1]:95f7adb2-19f3-48b8-ae31-c9caffd3e5d7 | by hand
        CONNECTIONS.AVAILABLE-CONNECTIONS[2]:44d3fe8d-db2f-41a8-a56e-73458037e544 | lan: a
        """;
    FactsScope scope = FactsScope.of(FactsPart.NETWORK);
    List<BootAddress> addresses =
        List.of(
            new BootAddress("enp6s18", "10.9.9.1/24", "connection lan: a"),
            new BootAddress("enp6s18", "10.9.8.1/24", "connection lan: a"));
    for (String active : List.of(lan, byHand, "")) {
      Files.writeString(dir.resolve("device"), device.formatted(active));
      assertThat(read(shell, scope).bootAddresses()).as("active: " + active).contains(addresses);
    }
    Files.writeString(
        dir.resolve("device"), "GENERAL.STATE:30 (disconnected)\nGENERAL.CON-UUID:\n");
    assertThat(read(shell, scope).bootAddresses()).as("no connection fits").contains(List.of());
    Files.writeString(dir.resolve("device"), device.replace("100 (connected)", "10 (unmanaged)"));
    assertThat(read(shell, scope).bootAddresses()).as("unmanaged").isEmpty();
    Files.writeString(dir.resolve("device"), device.formatted(lan));
    Files.delete(dir.resolve("connections"));
    assertThat(read(shell, scope).bootAddresses()).as("nmcli failed").isEmpty();
  }

  /** Its second question would wait as long as the first. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aDatabaseThatDoesNotAnswerIsAskedOnce(String shell) throws IOException {
    TestTools.need(shell.split(" ")[0]);
    tool("ovsdb-client", "kill -ALRM $$");
    socket("ovnnb_db.sock");

    Cluster cluster =
        RecordedNodes.look(
                List.of(
                    new FactsCollector.CollectedNode(
                        "ctl", "192.0.2.11", List.of("central"), Optional.empty())),
                node -> new Here(shell),
                FactsScope.of(FactsPart.NORTHBOUND),
                Map.of())
            .cluster();

    assertThat(cluster.northbound().orElseThrow().problem())
        .contains("OVN_Northbound could not be read: it did not answer in time");
    assertThat(called()).containsOnlyOnce("ovsdb-client");
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
          .contains("OVN_Southbound could not be read: it did not answer in time");
      assertThat(cluster.databaseMembers().orElseThrow().get(0).problem())
          .contains("OVN_Southbound could not be read: it did not answer in time");
    }
  }

  /** ovsdb-client would wait for another server until its limit. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "busybox sh"})
  void aMemberWithoutConnectionIsNotAskedForRows(String shell) throws IOException {
    try (ServerSocketChannel southbound = socket("ovnsb_db.sock")) {
      assertThat(southbound.isOpen()).isTrue();
      server("clustered", "", EMPTY_SOUTHBOUND);
      Path answer = dir.resolve("server");
      Files.writeString(
          answer, Files.readString(answer).replace("connected\":true", "connected\":false"));
      Cluster cluster = central(shell, FactsScope.of(FactsPart.CHASSIS));
      assertThat(Files.readString(dir.resolve("asked"))).doesNotContain("SB_Global");
      assertThat(cluster.southbound().orElseThrow().problem().orElse(""))
          .contains("this member has no connection to the other members of its cluster");
      DatabaseMember member = cluster.databaseMembers().orElseThrow().get(0);
      assertThat(member.connected()).isFalse();
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
    Path daemons = Files.createDirectories(dir.resolve("certified"));
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
