package io.safeops.paths.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.HealthyCluster;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.model.PathKind;
import io.safeops.paths.verdict.ClusterPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which packets are traced, and what a trace means. */
class TraceScriptTest {

  private static final String UNREADABLE = "nodes[net].bridges[br-ex].ports[enp6s18]: ~";

  @TempDir Path dir;

  private static PathTraces traces(String... changes) throws Exception {
    Cluster cluster = HealthyCluster.with(changes);
    return PathTraces.of(ClusterPaths.of(cluster).paths(), cluster);
  }

  @Test
  void onePacketStandsForTheEndsOfASwitchOnANode() throws Exception {
    assertThat(traces().left()).isEmpty();
    assertThat(traces().traced())
        .extracting(each -> each.node() + ": " + each.path().getLabel())
        .containsExactly(
            "cmp: vm1 -> provider network physnet2", "net: vm2 -> provider network physnet2");
    assertThat(traces().traced().get(1).flow())
        .endsWith(
            ",dl_src=fa:16:3e:00:00:02,dl_dst=ff:ff:ff:ff:ff:ff,arp,arp_op=1"
                + ",arp_sha=fa:16:3e:00:00:02,arp_tha=00:00:00:00:00:00"
                + ",arp_spa=192.0.2.102,arp_tpa=192.0.2.102");
    assertThat(traces().traced().get(1).uplinks()).containsExactly("enp6s18");
  }

  @Test
  void whatHasNoUplinkOrNoAddressIsLeftWithItsReason() throws Exception {
    assertThat(traces(UNREADABLE).left())
        .extracting(Traced::text)
        .containsExactly("its bridge has no uplink of its own");
    assertThat(traces("switches[public].ports[vm2].addresses: [unknown]").left())
        .extracting(Traced::text)
        .containsExactly("its MAC and IPv4 address are not in the Northbound");
  }

  /** A name from a database must not become a part of the flow. */
  @Test
  void anAddressThatIsNoneIsNotTraced() throws Exception {
    assertThat(
            traces(
                    "switches[public].ports[vm2].addresses:"
                        + " [\"fa:16:3e:00:00:02,actions=drop 192.0.2.102\"]")
                .left())
        .hasSize(1);
  }

  @Test
  @Tag("process")
  void aPacketThatLeavesByTheUplinkPasses() throws Exception {
    assertThat(net("Datapath actions: push_vlan(vid=100,pcp=0),6,9"))
        .extracting(Traced::verdict)
        .isEqualTo(Traced.Verdict.PASSES);
  }

  @Test
  @Tag("process")
  void aPacketThatLeavesElsewhereDoesNotPass() throws Exception {
    Traced traced = net("Datapath actions: set(eth(src=9,dst=fa:16:3e:00:00:09)),6,19");
    assertThat(traced.verdict()).isEqualTo(Traced.Verdict.DROPPED);
    assertThat(traced.text()).isEqualTo("it does not leave by its uplink");
    assertThat(traced.isFault()).isTrue();
  }

  @Test
  @Tag("process")
  void aDroppedPacketNamesItsTable() throws Exception {
    Traced traced =
        net(
            "bridge(\"br-int\")\n 0. in_port=3, priority 100\n    resubmit(,8)\n"
                + "16. reg14=0x2, priority 1, cookie 0x1\n    drop\n\nDatapath actions: drop");
    assertThat(traced.text()).isEqualTo("dropped in table 16");
    assertThat(traced.isFault()).isTrue();
  }

  @Test
  @Tag("process")
  void anErrorIsNoAnswer() throws Exception {
    Traced traced = run("echo 'no bridge br-int' >&2; exit 2", "net");
    assertThat(traced.verdict()).isEqualTo(Traced.Verdict.NOT_TRACED);
    assertThat(traced.text()).isEqualTo("no bridge br-int");
    assertThat(traced.isFault()).isFalse();
  }

  /** It would cost 5 s for each packet. */
  @Test
  @Tag("process")
  void aSilentSwitchIsAskedOnce() throws Exception {
    Path asked = dir.resolve("asked");
    List<Traced> traced =
        runs(
            "echo \"$@\" >>"
                + asked
                + "; kill -s ALRM $$", // as ovs-appctl ends after its --timeout
            "net",
            PathTraces.of(ClusterPaths.of(lab()).paths(), lab()));
    assertThat(traced)
        .hasSizeGreaterThan(3)
        .allMatch(each -> each.verdict() == Traced.Verdict.NOT_TRACED)
        .extracting(Traced::text)
        .containsOnly("ovs-vswitchd did not answer within 5 s");
    assertThat(Files.readAllLines(asked)).hasSize(1);
  }

  /** Both ends matter: the other one may move while a run looks. */
  @Test
  void aPacketToAnotherEndNamesIt() throws Exception {
    assertThat(PathTraces.of(ClusterPaths.of(lab()).paths(), lab()).traced())
        .filteredOn(each -> each.path().kind() == PathKind.SWITCH && each.node().equals("net"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.other()).startsWith("1000000").isNotEqualTo(each.path().end().id());
              assertThat(each.packet()).contains("arp_op=2").doesNotContain("in_port");
              assertThat(each.flow()).isEqualTo("in_port=" + each.inPort() + "," + each.packet());
            });
  }

  /** The facts of the lab with all its networks. */
  private static Cluster lab() throws Exception {
    return FactsFile.load(Path.of("src/test/resources/io/safeops/paths/healthy.json"));
  }

  /** An ACL may drop it on purpose, but a run that sees it pass before and not after may tell. */
  @Test
  @Tag("process")
  void aRequestForDhcpThatReachesNobodyIsDroppedAndNoFault() throws Exception {
    assertThat(runs("echo 'Datapath actions: drop'", "net", dhcpOnly()))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.verdict()).isEqualTo(Traced.Verdict.DROPPED);
              assertThat(each.isFault()).isFalse();
            });
  }

  private static PathTraces dhcpOnly() throws Exception {
    Cluster cluster = lab();
    return PathTraces.of(
        ClusterPaths.of(cluster).paths(), path -> path.kind() == PathKind.DHCP, cluster);
  }

  @Test
  void outputWithoutTheMarkIsNoAnswer() throws Exception {
    Traced traced =
        TraceScript.of("net", traces()).read("safeops-0 actions 0 9\nactions 0 9\n").get(0);
    assertThat(traced.verdict()).isEqualTo(Traced.Verdict.NOT_TRACED);
  }

  private Traced net(String trace) throws Exception {
    return run("cat <<'END'\nFlow: arp\n\n" + trace + "\nEND", "net");
  }

  /** Runs the script with an ovs-appctl that answers this to ofproto/trace. */
  private Traced run(String answer, String node) throws Exception {
    List<Traced> traced = runs(answer, node, traces());
    assertThat(traced).hasSize(1);
    return traced.get(0);
  }

  private List<Traced> runs(String answer, String node, PathTraces traces) throws Exception {
    Path tool = dir.resolve("ovs-appctl");
    Files.writeString(
        tool,
        "#!/bin/sh\ncase $2 in dpctl/show)\ncat <<'END'\nnetdev@ovs-netdev:\n  port 6: br-ex (tap)\n"
            + "  port 9: enp6s18\nEND\n;; *)\n"
            + answer
            + "\n;; esac\n");
    Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
    TraceScript script = TraceScript.of(node, traces);
    ProcessBuilder shell = new ProcessBuilder("/bin/sh", "-s");
    shell.environment().merge("PATH", dir.toString(), (old, first) -> first + ":" + old);
    Process process = shell.start();
    process.getOutputStream().write(script.text().getBytes(UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return script.read(out);
  }
}
