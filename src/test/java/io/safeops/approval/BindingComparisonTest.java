package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What may change between an approval and a run: a changed effect never passes, and a harmless
 * change never voids it.
 */
class BindingComparisonTest {

  private static final String PORT = "switches[public].ports[" + BoundRun.LOCALNET + "]";
  private static final String NAMES =
      "rules:\n  - {id: own/names, each: cluster.nodes, expression: \"it.name != 'x'\","
          + " message: x, waive: never}\n";
  private static final String SECOND =
      "      - {name: second, address: 198.51.100.12, survives: [nic]}\n";
  private static final String OTHER_UUID = "bbbbbbbb-0000-4000-8000-000000000001";
  private static final String VM1_ON_NET =
      "bindings[vm1].chassis: 44444444-4444-4444-8444-444444444412";
  private static final String VM1_ON_CTL =
      "bindings[vm1].chassis: 44444444-4444-4444-8444-444444444411";

  @TempDir private Path folder;

  /**
   * A change.
   *
   * @param approved what is other than usual at the approval
   * @param now what is other than usual at the run
   * @param expected a part of the line that names it; empty if it does no harm
   */
  private record Change(
      String name, UnaryOperator<BoundRun> approved, UnaryOperator<BoundRun> now, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Change harmless(String name, UnaryOperator<BoundRun> now) {
    return new Change(name, UnaryOperator.identity(), now, "");
  }

  private static Change voids(String name, String expected, UnaryOperator<BoundRun> now) {
    return new Change(name, UnaryOperator.identity(), now, expected);
  }

  private List<String> differences(
      UnaryOperator<BoundRun> approved, UnaryOperator<Binding> terms, UnaryOperator<BoundRun> now)
      throws Exception {
    Binding was = terms.apply(approved.apply(new BoundRun(folder)).binding());
    Binding is = now.apply(new BoundRun(folder)).binding();
    return BindingComparison.of(was, is).stream().map(Difference::toString).toList();
  }

  private static Stream<Change> harmless() {
    return Stream.of(
        harmless("nothing", run -> run),
        harmless(
            "another order of keys in the plan",
            run ->
                run.plan(
                    "{bridge: br-ex, exactly: [\"${version}\", OpenFlow15]}",
                    "{exactly: [\"${version}\", OpenFlow15], bridge: br-ex}")),
        harmless(
            "comments and empty lines in the plan",
            run -> run.plan("steps:\n", "# at night\nsteps:\n\n")),
        harmless("other quotes in the plan", run -> run.plan("\"${version}\"", "'${version}'")),
        harmless(
            "a description of the plan",
            run -> run.plan("{name: night}", "{name: night, description: d}")),
        harmless("a default that is given, too", run -> run.param("version", "OpenFlow13")),
        harmless(
            "the row of the localnet made again", run -> run.facts(PORT + ".uuid: " + OTHER_UUID)),
        harmless(
            "the row of the switch made again",
            run -> run.facts("switches[public].uuid: " + OTHER_UUID)),
        harmless(
            "an interface that the plan does not touch",
            run -> run.facts("nodes[cmp].nics[mgmt0].up: false")),
        harmless("a switch that the plan does not touch", run -> run.facts("switches[+other]: {}")),
        harmless("uptimes", run -> run.facts("nodes[net].uptimeCentis: 5")),
        harmless("the counter of configurations", run -> run.facts("northbound.nbCfg: 77")),
        harmless(
            "the revision by which Neutron counts its writes",
            run -> run.facts("\"switches[public].externalIds[neutron:revision_number]\": \"9\"")),
        harmless(
            "a mapping of another provider network",
            run ->
                run.facts("nodes[cmp].mappings[+physnet9]: {bridge: br-x, bridgePresent: false}")),
        harmless("whether a VM is up", run -> run.facts("bindings[vm2].up: false")),
        harmless(
            "a node in the inventory that the plan does not touch",
            run -> run.inventory("nodes:\n", "nodes:\n  spare: {address: 192.0.2.20}\n")),
        harmless(
            "a node in inventory and facts that the plan does not touch",
            run ->
                run.inventory("nodes:\n", "nodes:\n  spare: {address: 192.0.2.20}\n")
                    .facts("nodes[+spare]: {address: 192.0.2.20}")),
        harmless(
            "comments in the inventory",
            run -> run.inventory("nodes:\n", "# all of them\nnodes:\n")),
        harmless(
            "another file of a key",
            run -> run.inventory("become: sudo,", "become: sudo, identity: my-key,")),
        harmless(
            "another file of host keys",
            run -> run.inventory("known_hosts: known_hosts", "known_hosts: hosts")),
        harmless(
            "a host key that is trusted no more",
            run -> run.hostKeys("192.0.2.12 22", "SHA256:net")),
        harmless(
            "the order of out-of-band paths",
            run ->
                run.inventory(SECOND, "")
                    .inventory(
                        "    oob:\n      - {name: serial",
                        "    oob:\n" + SECOND + "      - {name: serial")),
        harmless("another rule, which holds", run -> run.rules("rules:\n", NAMES)),
        harmless(
            "a comment in the rules", run -> run.rules("rules:\n", "rules:\n  # of our own\n")),
        harmless(
            "another reason for the same waiver", run -> run.waives(BoundRun.RULE, "as always")),
        new Change(
            "a project that was not known, and is",
            run -> run.cluster(with(run.cluster(), Optional.empty())),
            run -> run,
            ""),
        new Change(
            "DHCP options made again, the same as before",
            run -> run.facts(dhcp(OTHER_UUID, "24h")),
            run -> run.facts(dhcp("bbbbbbbb-0000-4000-8000-000000000002", "24h")),
            ""));
  }

  private static ClusterIdentity with(ClusterIdentity cluster, Optional<String> project) {
    return new ClusterIdentity(
        cluster.northbound(), cluster.southbound(), cluster.endpoint(), project);
  }

  private static String[] dhcp(String uuid, String lease) {
    return new String[] {
      "switches[public].ports[vm1].rest: {dhcpv4_options: '[\"uuid\",\"" + uuid + "\"]'}",
      "dhcpOptions: [{uuid: "
          + uuid
          + ", cidr: 192.0.2.0/24, options: {lease_time: "
          + lease
          + "}}]"
    };
  }

  private static Stream<Change> ofThePlan() {
    return Stream.of(
        voids(
            "a parameter",
            "parameter version: approved `OpenFlow13`, now `OpenFlow14`",
            run -> run.param("version", "OpenFlow14")),
        voids(
            "a parameter, and so the effect",
            "after step versions, bridge br-ex on net",
            run -> run.param("version", "OpenFlow14")),
        voids(
            "the plan's name", "name of the plan", run -> run.plan("{name: night}", "{name: day}")),
        voids(
            "one more step",
            "steps: approved localnet ovn.localnet.recreate, versions ovs.bridge.protocols, now",
            run ->
                run.plan(
                    "steps:\n",
                    "steps:\n  - id: first\n    ovn.controller.restart: {}\n"
                        + "    nodes: {names: [cmp]}\n")),
        voids("the id of a step", "steps: approved", run -> run.plan("id: versions", "id: others")),
        voids(
            "what a step makes",
            "after step versions, bridge br-ex on net",
            run -> run.plan("[\"${version}\", OpenFlow15]", "[\"${version}\"]")),
        voids(
            "the command of a step",
            "step versions: commands",
            run -> run.plan("[\"${version}\", OpenFlow15]", "[\"${version}\"]")),
        voids(
            "the node of a step",
            "step versions: nodes that make the change: approved net, now cmp",
            run -> run.plan("names: [net]", "names: [cmp]")),
        voids(
            "one more node of a step",
            "step versions: nodes that make the change: approved net, now cmp; net",
            run -> run.plan("names: [net]", "names: [net, cmp]")),
        voids(
            "the things of a step",
            "step versions: things that it touches",
            run -> run.plan("bridge: br-ex,", "bridge: br-int,")),
        voids(
            "an expectation",
            "digest of the plan",
            run ->
                run.plan(
                    "names: [net]}\n",
                    "names: [net]}\n    expect:\n      - {ping: {from: net, to: 192.0.2.1}}\n")),
        voids(
            "the plan's deadline",
            "guard times: approved deadline 300000ms",
            run -> run.plan("steps:\n", "guard: {deadline: 100s}\nsteps:\n")),
        voids(
            "the program",
            "program: approved " + "a".repeat(64) + ", now " + "b".repeat(64),
            run -> run.program(Optional.of("b".repeat(64)))),
        voids("a program without a digest", "program: ", run -> run.program(Optional.empty())),
        voids(
            "the text of a rule that is set aside",
            "rule own/no-change: digest of its text",
            run -> run.rules("size() == 0", "size() < 1")),
        new Change(
            "a rule of our own that is gone",
            run -> run.rules("rules:\n", NAMES),
            run -> run,
            "rule own/names: digest of its text: approved "),
        new Change(
            "a rule of our own that says something else",
            run -> run.rules("rules:\n", NAMES),
            run -> run.rules("rules:\n", NAMES.replace("'x'", "'y'")),
            "rule own/names: digest of its text: approved "),
        new Change(
            "one more rule that is set aside",
            run -> run.waivesNothing(),
            run -> run,
            "rule own/no-change: approved in force, now set aside"),
        voids(
            "more that violates a rule that is set aside",
            "rule own/no-change, the plan, versions: approved without it, now cmp",
            run -> run.plan("names: [net]", "names: [net, cmp]")));
  }

  private static Stream<Change> ofNodes() {
    return Stream.of(
        voids(
            "the address of a node",
            "node cmp: in band: approved ssh ubuntu with sudo at 192.0.2.13 port 22, now",
            run ->
                run.inventory("192.0.2.13", "192.0.2.14").hostKeys("192.0.2.14 22", "SHA256:cmp")),
        voids(
            "the port of ssh",
            "node ctl: in band",
            run -> run.inventory("become: sudo,", "become: sudo, port: 2222,")),
        voids("the user", "node ctl: in band", run -> run.inventory("user: ubuntu", "user: root")),
        voids(
            "without sudo",
            "node ctl: in band",
            run -> run.inventory("become: sudo", "become: none")),
        voids(
            "the jump host",
            "node net: in band",
            run -> run.inventory("door@bastion", "door@other")),
        voids(
            "a key of the jump host",
            "node net: in band: host keys of bastion: approved SHA256:bastion, now SHA256:x",
            run -> run.hostKeys("bastion 22", "SHA256:x")),
        voids(
            "one more host key",
            "node ctl: in band: host keys of 192.0.2.11: approved SHA256:ctl, now SHA256:ctl,"
                + " SHA256:x",
            run -> run.hostKeys("192.0.2.11 22", "SHA256:ctl", "SHA256:x")),
        voids(
            "no host key that is known",
            "node cmp: in band: host keys of 192.0.2.13: approved SHA256:cmp, now unknown",
            run -> run.hostKeys("192.0.2.13 22")),
        voids(
            "a key of an out-of-band address",
            "node net: out of band second: host keys of 198.51.100.12",
            run -> run.hostKeys("198.51.100.12 22", "SHA256:x")),
        voids(
            "the program of an out-of-band path",
            "node net: out of band serial",
            run -> run.inventory("[ipmitool, -H, bmc,", "[ipmitool, -H, other,")),
        new Change(
            "the password in an out-of-band path",
            run -> run.inventory("bmc, sol", "bmc, -P, hidden, sol"),
            run -> run.inventory("bmc, sol", "bmc, -P, guessed, sol"),
            "node net: out of band serial: approved program `ipmitool -H bmc -P MASKED sol`"),
        voids(
            "an out-of-band path that is gone",
            "node net: out of band second: approved ssh",
            run -> run.inventory(SECOND, "")),
        voids(
            "another console",
            "node cmp: out of band console: approved console Proxmox > 123",
            run -> run.inventory("Proxmox > 123", "Proxmox > 124")),
        voids(
            "what a path survives",
            "node net: out of band second",
            run ->
                run.inventory("198.51.100.12, survives: [nic]", "198.51.100.12, survives: [lan]")),
        voids(
            "no out-of-band path",
            "node cmp: `oob: none`: approved not declared, now declared",
            run ->
                run.inventory(
                    "{name: console, console: \"Proxmox > 123\", survives: [nic, lan]}", "none")),
        voids(
            "the directory of the guard's state",
            "node cmp: guarding",
            run ->
                run.inventory(
                    "address: 192.0.2.13\n", "address: 192.0.2.13\n    state_dir: /srv/s\n")),
        voids(
            "the lease of a node",
            "guard times: approved",
            run ->
                run.inventory(
                    "address: 192.0.2.13\n", "address: 192.0.2.13\n    guard: {lease: 5s}\n")),
        voids(
            "a node that is gone from the inventory",
            "node cmp: approved the plan touches it, now without it",
            run ->
                run.inventory(
                    "  cmp:\n"
                        + "    address: 192.0.2.13\n"
                        + "    roles: [chassis]\n"
                        + "    oob: {name: console, console: \"Proxmox > 123\", survives: [nic,"
                        + " lan]}\n",
                    "")));
  }

  private static Stream<Change> ofTheCluster() {
    return Stream.of(
        voids(
            "another Northbound",
            "_uuid of NB_Global",
            run -> run.cluster(identity(run, OTHER_UUID, 0))),
        voids(
            "another Southbound",
            "_uuid of SB_Global",
            run -> run.cluster(identity(run, OTHER_UUID, 1))),
        voids("another API", "API endpoint", run -> run.cluster(identity(run, "http://other", 2))),
        voids(
            "another project",
            "project: approved admin, now demo",
            run -> run.cluster(identity(run, "demo", 3))),
        voids(
            "a Northbound that cannot be asked",
            "_uuid of NB_Global: approved aaaaaaaa-0000-4000-8000-000000000001, now unknown",
            run -> run.cluster(identity(run, "", 0))),
        voids(
            "a project that is not known",
            "project: approved admin, now unknown",
            run -> run.cluster(identity(run, "", 3))),
        voids(
            "the VLAN of the localnet",
            "before, port " + BoundRun.LOCALNET,
            run -> run.facts(PORT + ".tag: 7")),
        voids(
            "an option of the localnet",
            "before, port " + BoundRun.LOCALNET,
            run -> run.facts(PORT + ".options: {mcast_flood: \"true\"}")),
        voids(
            "what stays of a bridge that is changed",
            "after step versions, bridge br-ex on net",
            run -> run.facts("nodes[net].bridges[br-ex].datapathType: system")),
        voids(
            "a mapping of the provider network",
            "before, mapping of physnet2 on cmp",
            run ->
                run.facts(
                    "nodes[cmp].mappings[physnet2]: {bridge: br-gone, bridgePresent: false}")),
        voids(
            "one more port of the switch",
            "before, port new of switch "
                + BoundRun.SWITCH
                + ": approved that it is not there, now",
            run -> run.facts("switches[public].ports[+new]: {addresses: [unknown]}")),
        voids(
            "a VM that moved", "before, binding of " + BoundRun.VM1, run -> run.facts(VM1_ON_NET)),
        voids(
            "how a bridge fails",
            "before, bridge br-ex on net",
            run -> run.facts("nodes[net].bridges[br-ex].failMode: secure")),
        voids(
            "an uplink that is gone",
            "before, port enp6s18 of bridge br-ex on cmp",
            run -> run.facts("nodes[cmp].bridges[br-ex].ports[enp6s18]: ~")),
        voids(
            "an address of a bridge",
            "before, interface br-ex on net",
            run -> run.facts("nodes[net].nics[br-ex].addresses: [{ip: 192.0.2.99}]")),
        new Change(
            "DHCP options with other content",
            run -> run.facts(dhcp(OTHER_UUID, "24h")),
            run -> run.facts(dhcp("bbbbbbbb-0000-4000-8000-000000000002", "1h")),
            "before, port " + BoundRun.VM1),
        new Change(
            "a column of a row that is written",
            run -> run.row(row("{\"a\":\"1\"}", List.of())),
            run -> run.row(row("{\"a\":\"2\"}", List.of())),
            "before, row Bridge br-ex on net"),
        new Change(
            "a reference to a row that is written",
            run -> run.row(row("{\"a\":\"1\"}", List.of())),
            run ->
                run.row(row("{\"a\":\"1\"}", List.of(new RowReference("Mirror", "output", "m0")))),
            "before, references to Bridge br-ex on net"));
  }

  private static ClusterIdentity identity(BoundRun run, String value, int place) {
    ClusterIdentity was = run.cluster();
    List<Optional<String>> values =
        new ArrayList<>(List.of(was.northbound(), was.southbound(), was.endpoint(), was.project()));
    values.set(place, value.isEmpty() ? Optional.empty() : Optional.of(value));
    return new ClusterIdentity(values.get(0), values.get(1), values.get(2), values.get(3));
  }

  private static WholeRow row(String externalIds, List<RowReference> references) {
    return WholeRow.builder(new RowKey("net", "Bridge", "br-ex").label())
        .uuid(OTHER_UUID)
        .columns(Map.of("external_ids", externalIds))
        .references(references)
        .build();
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void aHarmlessChangeVoidsNothing(Change change) throws Exception {
    assertThat(differences(change.approved(), terms -> terms, change.now())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource({"ofThePlan", "ofNodes", "ofTheCluster"})
  void aChangeIsNamed(Change change) throws Exception {
    assertThat(differences(change.approved(), terms -> terms, change.now()))
        .anyMatch(line -> line.contains(change.expected()));
  }

  @Test
  void theTableIsLong() {
    assertThat(harmless()).hasSizeGreaterThan(20);
    assertThat(Stream.of(ofThePlan(), ofNodes(), ofTheCluster()).flatMap(each -> each))
        .hasSizeGreaterThan(40);
  }

  private static Binding mayMove(Binding binding, String... nodes) {
    List<Variation> variations = new ArrayList<>(binding.variations());
    variations.add(new Variation.PortChassis(BoundRun.VM1, List.of(nodes)));
    return binding.toBuilder().variations(variations).build();
  }

  @Test
  void aPortMayMoveWithinItsNodes() throws Exception {
    assertThat(
            differences(
                run -> run, was -> mayMove(was, "net", "cmp"), run -> run.facts(VM1_ON_NET)))
        .isEmpty();
  }

  @Test
  void aPortMayNotMoveElsewhere() throws Exception {
    assertThat(
            differences(
                run -> run, was -> mayMove(was, "net", "cmp"), run -> run.facts(VM1_ON_CTL)))
        .anyMatch(line -> line.contains("before, binding of " + BoundRun.VM1));
  }

  @Test
  void thatOnePortMayMoveSaysNothingOfAnother() throws Exception {
    assertThat(
            differences(
                run -> run,
                was -> mayMove(was, "net", "cmp"),
                run -> run.facts("bindings[vm2].chassis: 44444444-4444-4444-8444-444444444413")))
        .anyMatch(line -> line.contains("before, binding of 10000002"));
  }

  private static Binding any(Binding binding) {
    return binding.toBuilder()
        .before(new BeforeImage(BeforeImage.Match.ANY, binding.before().things()))
        .build();
  }

  /** The approval was given when all was well; at night something is broken. */
  @Test
  void withoutConditionsOnlyTheEffectCounts() throws Exception {
    assertThat(
            differences(
                run -> run,
                BindingComparisonTest::any,
                run ->
                    run.facts(
                        PORT + ".options: {mcast_flood: \"true\"}",
                        "nodes[cmp].bridges[br-ex].ports[enp6s18]: ~",
                        "switches[public].ports[+new]: {addresses: [unknown]}",
                        VM1_ON_NET)))
        .isEmpty();
  }

  @Test
  void withoutConditionsAnotherEffectIsRefused() throws Exception {
    assertThat(
            differences(
                run -> run,
                BindingComparisonTest::any,
                run -> run.plan("[\"${version}\", OpenFlow15]", "[\"${version}\"]")))
        .anyMatch(line -> line.startsWith("after step versions, bridge br-ex on net"));
  }

  /** At the approval the plan changed nothing of it: the row was there, and is made again. */
  @Test
  void withoutConditionsWhatIsMissingIsMadeAsItWas() throws Exception {
    UnaryOperator<BoundRun> gone = run -> run.facts(PORT + ": ~");
    assertThat(differences(run -> run, BindingComparisonTest::any, gone)).isEmpty();
    assertThat(differences(run -> run, was -> was, gone))
        .anyMatch(line -> line.startsWith("before, port " + BoundRun.LOCALNET));
  }

  @Test
  void withoutConditionsWhatIsMadeOtherwiseIsRefused() throws Exception {
    assertThat(
            differences(
                run -> run.facts(PORT + ".options: {ethtype: 802.1ad}"),
                BindingComparisonTest::any,
                run -> run.facts(PORT + ": ~")))
        .anyMatch(line -> line.startsWith("after step localnet, port " + BoundRun.LOCALNET));
  }

  @Test
  void withoutConditionsTheNodesMustBeTheSame() throws Exception {
    assertThat(
            differences(
                run -> run,
                BindingComparisonTest::any,
                run -> run.facts("nodes[cmp].mappings[physnet2]: ~")))
        .anyMatch(line -> line.startsWith("step localnet: nodes that protect themselves"));
  }

  @Test
  void anApprovalOfNoClusterIsOfAnyCluster() throws Exception {
    ClusterIdentity unknown =
        new ClusterIdentity(
            Optional.empty(), Optional.empty(), Optional.of("http://a"), Optional.empty());
    assertThat(differences(run -> run.cluster(unknown), was -> was, run -> run.cluster(unknown)))
        .singleElement()
        .asString()
        .startsWith("cluster: approved without the _uuid of a database");
  }

  /** A long text is cut, and what differs is in what is left. */
  @Test
  void aLineShowsWhereALongTextDiffers() {
    String long1 = "x".repeat(1000) + " old " + "y".repeat(1000);
    Difference difference =
        Difference.of(Difference.Kind.EFFECT, "a thing", long1, long1.replace(" old ", " new "));
    assertThat(difference.toString()).contains(" old ", " new ").hasSizeLessThan(450);
  }
}
