package io.safeops.action.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.house.TestTools;
import io.safeops.plan.PlanFile;
import io.safeops.plan.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class ActionsTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";
  private static final String PROVNET = "provnet-33333333-3333-4333-8333-333333333333";
  private final Cluster cluster = RecordedNodes.cluster();

  private static Step step(String yaml) throws DocumentException {
    DocumentNode root =
        YamlFile.parse(
            "plan.yaml",
            "apiVersion: safeops/v1\nkind: Plan\nmetadata: {name: p}\nsteps:\n  - " + yaml + "\n");
    return PlanFile.of(root, Actions.names()).plan(Map.of()).steps().get(0);
  }

  public static Action bind(String yaml, String... nodes) throws DocumentException {
    Problems problems = new Problems();
    var action = Actions.bind(step(yaml), List.of(nodes), problems);
    problems.throwIfAny();
    return action.orElseThrow();
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("ovn.localnet.create: {switch: s}", "`physnet` is missing"),
        Arguments.of(
            "ovn.localnet.create: {switch: s, physnet: p, tag: 5000}", "between 1 and 4094"),
        Arguments.of(
            "ovn.localnet.create: {switch: s, physnet: p, tags: 5}", "did you mean `tag`?"),
        Arguments.of("ovn.localnet.create: {switch: 's; reboot', physnet: p}", "s; reboot"),
        Arguments.of("ovn.localnet.create: {switch: --db=x, physnet: p}", "begins with a dash"),
        Arguments.of("ovn.localnet.create: {switch: s, physnet: 'a,b:c'}", "a,b:c"),
        Arguments.of("ovn.localnet.delete: {switch: s}", "`name` is missing"),
        Arguments.of("ovn.localnet.recreate: {}", "`switch` is missing"),
        Arguments.of("ovn.localnet.recreate: {switch: [s]}", "expected text, found a list"),
        Arguments.of("ovs.bridge.port.add: {bridge: br-ex}", "`port` is missing"),
        Arguments.of(
            "ovs.bridge.port.add: {bridge: br-ex, port: averyveryverylongname}", "averyvery"),
        Arguments.of("ovs.bridge.port.remove: {bridge: 'br ex', port: eth0}", "br ex"),
        Arguments.of("file.ini: {file: etc/x, section: a, key: k, value: v}", "absolute path"),
        Arguments.of("file.ini: {file: /etc/../x, section: a, key: k, value: v}", "`..`"),
        Arguments.of("file.ini: {file: /etc/x, section: a, key: k}", "`value` or `absent: true`"),
        Arguments.of(
            "file.ini: {file: /etc/x, section: a, key: k, value: v, absent: true}", "either"),
        Arguments.of("file.ini: {file: /etc/x, section: a, key: k, absent: no}", "`absent: true`"),
        Arguments.of("file.ini: {file: /etc/x, section: 'a]', key: k, value: v}", "without ]"),
        Arguments.of("file.ini: {file: /etc/x, section: a, key: 'k=', value: v}", "without ="),
        Arguments.of(
            "file.ini: {file: /etc/x, section: a, key: k, value: \"v\\n[b]\"}",
            "control character"),
        Arguments.of("exec: {argv: [touch, x]}", "`undo` is missing"),
        Arguments.of("exec: {argv: [touch, x], undo: nothing}", "the word none"),
        Arguments.of("exec: {argv: [], undo: none}", "the first word is the program"),
        Arguments.of("exec: {argv: touch x, undo: none}", "expected a list"),
        Arguments.of("exec: {argv: [touch, \"a\\nb\"], undo: none}", "holds a control character"),
        Arguments.of("exec: {argv: [-x], undo: none}", "is not a program"),
        Arguments.of(
            "exec: {argv: [touch, x], undo: {argv: []}}", "the first word is the program"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void wrongArgumentsAreReportedWhereTheyStand(String yaml, String message) {
    assertThatThrownBy(() -> bind(yaml))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(message)
        .message()
        .matches("(?s)plan\\.yaml:5:[0-9]+: .*");
  }

  @Test
  void recreateKeepsWhatTheLocalnetWas() throws Exception {
    Action action = bind("ovn.localnet.recreate: {switch: " + SWITCH + "}");
    OnNodes operation = (OnNodes) action.operation(cluster);
    assertThat(operation.voters()).containsExactly("ctl");
    assertThat(operation.softNodes()).containsExactly("cmp", "net");
    assertThat(operation.local()).containsOnlyKeys("ctl", "net", "cmp");
    assertThat(operation.footprint().diff(cluster, action.effect(cluster))).isEmpty();
    assertThat(operation.expect())
        .extracting(Expectation::description)
        .contains("a broadcast sent on br-ex does not come back");
  }

  @Test
  void aMissingLocalnetOfNeutronNeedsItsName() throws Exception {
    Cluster without =
        bind("ovn.localnet.delete: {switch: " + SWITCH + ", name: " + PROVNET + "}")
            .effect(cluster);
    assertThat(without.getLocalnets()).isEmpty();
    assertThatThrownBy(
            () -> bind("ovn.localnet.recreate: {switch: " + SWITCH + "}").operation(without))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("openstack network segment list --network 11111111");
    Action named = bind("ovn.localnet.recreate: {switch: " + SWITCH + ", name: " + PROVNET + "}");
    assertThat(named.operation(without).footprint().diff(cluster, named.effect(without))).isEmpty();
  }

  @Test
  void aLocalnetWithAQuoteInItsNameIsNotTouched() throws Exception {
    Cluster quoted =
        cluster.withSwitch(
            SWITCH,
            each ->
                each.withoutPort(PROVNET)
                    .withPort(LogicalPort.localnet("ln\"x", SWITCH, "physnet2", Optional.empty())));
    Action recreate = bind("ovn.localnet.recreate: {switch: " + SWITCH + "}");
    assertThatThrownBy(() -> recreate.operation(quoted))
        .isInstanceOf(ActionException.class)
        .hasMessageContaining("port ln\"x has a quote");
  }

  @Test
  void aSwitchThatIsNotThereIsNamedWithThoseThatAre() {
    assertThatThrownBy(
            () -> bind("ovn.localnet.create: {switch: nope, physnet: p}").operation(cluster))
        .hasMessage("there is no switch nope; there are: " + SWITCH + " (public)");
  }

  @Test
  void theSameInsertIsOneTransactionThatHoldsWhatWasJudged() throws Exception {
    String act =
        ((OnNodes)
                bind("ovn.localnet.create: {switch: " + SWITCH + ", name: ln-b, physnet: physnet2}")
                    .operation(cluster))
            .act()
            .get("ctl")
            .text();
    assertThat(act)
        .contains("\"op\":\"wait\"")
        .contains("\"timeout\":0")
        .contains("\"where\":[[\"type\",\"==\",\"localnet\"]]")
        .contains(PROVNET)
        .contains("'\"$SAFEOPS_RUN\"'".substring(1, 16));
  }

  @Test
  void actionsOnBridgesNeedNodes() throws Exception {
    Action action = bind("ovs.bridge.port.add: {bridge: br-ex, port: eth9}");
    assertThatThrownBy(() -> action.operation(cluster)).hasMessageContaining("`nodes`");
    OnNodes operation =
        (OnNodes)
            bind("ovs.bridge.port.add: {bridge: br-ex, port: eth9}", "net", "cmp")
                .operation(cluster);
    assertThat(operation.voters()).containsExactly("cmp", "net");
    assertThat(operation.softNodes()).isEmpty();
  }

  @Tag("process")
  @ParameterizedTest
  @ValueSource(strings = {"dash -n", "busybox sh -n"})
  void everyScriptParses(String shell) throws Exception {
    List<String> argv = List.of(shell.split(" "));
    TestTools.need(argv.get(0));
    OnNodes operation =
        (OnNodes) bind("ovn.localnet.recreate: {switch: " + SWITCH + "}").operation(cluster);
    for (Map<String, Script> scripts :
        List.of(operation.act(), operation.undo(), operation.local())) {
      for (Script script : scripts.values()) {
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
          in.write(script.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(shell + ": " + said).isZero();
      }
    }
  }
}
