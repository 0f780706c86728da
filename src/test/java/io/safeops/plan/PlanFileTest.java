package io.safeops.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.YamlFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {

  private static final List<String> ACTIONS =
      List.of("exec", "ovn.localnet.create", "ovn.localnet.delete", "ovn.localnet.recreate");

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: p}
      params:
        switch: {type: ovn-switch}
        vm: {type: ip, default: 192.0.2.7}
        count: {type: int, default: 4}
      """;

  record Bad(String text, String expected) {

    /** A plan with these steps after the seven header lines, so the steps begin at line 8. */
    static Bad steps(String text, String expected) {
      return new Bad(HEAD + text, expected);
    }
  }

  /**
   * Expectations and nodes are shown unmasked, and so are the values that decided an expression.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec: {argv: [a, \"${word.lowerAscii()}\"], undo: none}",
        "exec: {argv: [a, \"x${word + 'y'}\"], undo: none}",
        "exec: {argv: [a], undo: none}\n    expect: [{holds: \"cluster.nodes[0].name != word\"}]",
        "exec: {argv: [a], undo: none}\n    expect: [\"cluster.nodes.exists(n, n.name == word)\"]",
        "exec: {argv: [a], undo: none}\n    expect: [{ping: {to: \"${word}\"}}]",
        "exec: {argv: [a], undo: none}\n    nodes: {names: [\"${word}\"]}",
        "exec: {argv: [a], undo: none}\n    nodes: {where: \"it.name == word\"}",
      })
  void refusesASecretWhereItWouldBeShown(String step) {
    String text = HEAD + "  word: {type: secret}\nsteps:\n  - " + step + "\n";
    assertThatThrownBy(() -> PlanFile.of(YamlFile.parse("f", text), ACTIONS))
        .hasMessageContaining("`word` is secret: use it only as `${word}` alone");
  }

  @Test
  void acceptsAFieldWithTheNameOfASecret() throws Exception {
    String text =
        HEAD
            + "  password: {type: secret}\nsteps:\n"
            + "  - exec: {argv: [a, --password, \"${password}\", \"password ${switch + '1'}\"], undo: none}\n"
            + "    expect: [{holds: \"cluster.nodes[0].tools.password != ''\"}]\n";
    assertThat(PlanFile.of(YamlFile.parse("f", text), ACTIONS).params()).hasSize(4);
  }

  static Stream<Bad> bad() {
    String step = "steps:\n  - ovn.localnet.recreate: {switch: \"${switch}\"}\n";
    return Stream.of(
        new Bad("kind: Plan\nsteps: []\n", "f:1:1: `apiVersion` is missing"),
        new Bad("[1, 2]", "f:1:1: `the file`: expected a map, found a list"),
        new Bad(
            HEAD.replace("safeops/v1", "safeops/v2") + step,
            "f:1:13: `apiVersion`: \"safeops/v2\" is unknown, did you mean `safeops/v1`?"),
        new Bad(
            HEAD.replace("kind: Plan", "kind: plan") + step,
            "f:2:7: `kind`: \"plan\" is unknown, did you mean `Plan`?"),
        new Bad(
            HEAD.replace("name: p", "name: My Plan") + step,
            "f:3:18: `name`: \"My Plan\" is not a name: lower-case letters, digits, dots and"
                + " dashes, at most 63"),
        new Bad(HEAD.replace("metadata: {name: p}", "a: 1") + step, "f:1:1: `metadata` is missing"),
        new Bad(
            HEAD.replace("ovn-switch", "ovn-swich") + step,
            "f:5:18: `type`: \"ovn-swich\" is unknown, did you mean `ovn-switch`?"),
        new Bad(
            HEAD.replace("{type: ovn-switch}", "{default: a}") + step, "f:5:11: `type` is missing"),
        new Bad(
            HEAD.replace("192.0.2.7", "192.0.2.300") + step,
            "f:6:27: `default`: \"192.0.2.300\" is not an IP address"),
        new Bad(
            HEAD.replace("default: 4", "default: 0644") + step,
            "f:7:31: `default`: \"0644\" is not a whole number"),
        new Bad(
            HEAD.replace("count:", "step:") + step,
            "f:7:9: parameter `step`: this name is reserved in expressions, choose another one"),
        new Bad(
            HEAD.replace("count:", "max-count:") + step,
            "f:7:14: parameter \"max-count\": a name has lower-case letters, digits and"
                + " underscores, and begins with a letter"),
        new Bad(
            HEAD.replace("type: int,", "type: int, enum: [1, x],") + step,
            "f:7:32: `a member of enum`: \"x\" is not a whole number"),
        new Bad(
            HEAD.replace("type: int,", "type: int, enum: [1, 2],") + step,
            "f:7:45: `default`: \"4\" is not one of 1, 2"),
        new Bad(HEAD, "f:1:1: `steps` is missing"),
        Bad.steps("step:\n  - a\n", "f:1:1: `steps` is missing"),
        Bad.steps("steps: []\n", "f:8:8: `steps`: a plan has at least one step"),
        Bad.steps("steps: {a: b}\n", "f:8:8: `steps`: expected a list, found a map"),
        Bad.steps("steps: [restart]\n", "f:8:9: `a member of steps`: expected a map, found text"),
        Bad.steps(
            "steps:\n  - id: a\n",
            "f:9:5: a step needs one action: exec, ovn.localnet.create, ovn.localnet.delete,"
                + " ovn.localnet.recreate"),
        Bad.steps(
            "steps:\n  - ovn.localnet.recrate: {}\n",
            "f:9:5: unknown action `ovn.localnet.recrate`, did you mean `ovn.localnet.recreate`?"),
        Bad.steps(
            "steps:\n  - reboot: {}\n",
            "f:9:5: unknown action `reboot`, expected one of exec, ovn.localnet.create,"
                + " ovn.localnet.delete, ovn.localnet.recreate"),
        Bad.steps(
            step + "    exec: {}\n",
            "f:10:5: `exec` is a second action beside `ovn.localnet.recreate`: write two steps"),
        Bad.steps(step + "    serail: 1\n", "f:10:5: unknown key `serail`, did you mean `serial`?"),
        Bad.steps(
            "steps:\n  - ovn.localnet.create: public\n",
            "f:9:26: `ovn.localnet.create`: expected a map of arguments, found text"),
        Bad.steps(
            "steps:\n  - ovn.localnet.create: {switch: \"${swich}\"}\n",
            "f:9:38: unknown parameter `swich`, did you mean `switch`?"),
        Bad.steps(
            "steps:\n  - ovn.localnet.create: {switch: \"a-${switch + 1}\"}\n",
            "f:9:47: `+` cannot be applied to (string, int)"),
        Bad.steps(
            "steps:\n  - ovn.localnet.create: {switch: \"${[switch]}\"}\n",
            "f:9:38: `${[switch]}` is neither a text nor a number"),
        Bad.steps(
            "steps:\n  - ovn.localnet.create: {switch: \"${switch\"}\n",
            "f:9:36: `${` has no closing `}`"),
        Bad.steps(
            step + "    id: Step One\n",
            "f:10:9: `id`: \"Step One\" is not an id: lower-case letters, digits, dashes and"
                + " underscores"),
        Bad.steps(
            step + "    id: a\n  - exec: {}\n    id: a\n",
            "f:12:9: `id`: step 1 already has the id `a`"),
        Bad.steps(
            step + "    nodes: {role: chassis, names: [a]}\n",
            "f:10:12: `nodes`: expected one of role, names, where, found 2"),
        Bad.steps(
            step + "    nodes: {names: [\"a;b\"]}\n",
            "f:10:21: `a member of names`: \"a;b\" is not a node's name: letters, digits and . _ -"),
        Bad.steps(
            step + "    nodes: {where: \"it.rolse.size() > 0\"}\n",
            "f:10:24: unknown field `rolse`, did you mean `roles`?"),
        Bad.steps(
            step + "    nodes: {where: \"it.name == '${switch}'\"}\n",
            "f:10:33: this is an expression already: write the parameter's name without `${}`"),
        Bad.steps(step + "    serial: 110%\n", "f:10:13: `serial`: more than 100%"),
        Bad.steps(
            step + "    serial: all\n",
            "f:10:13: `serial`: \"all\" is not a number of nodes or a share such as 10%"),
        Bad.steps(
            step + "    expect: [{ping: {from: gw, too: 192.0.2.1}}]\n",
            "f:10:21: `to` is missing\nf:10:32: unknown key `too`, did you mean `to`?"),
        Bad.steps(
            step + "    expect: [{ping: {to: 192.0.2.1}, tcp: {to: 192.0.2.1, port: 1}}]\n",
            "f:10:14: two checks in one: ping and tcp; write two list entries"),
        Bad.steps(
            step + "    expect: [{tcp: {to: 192.0.2.1, port: 65536}}]\n",
            "f:10:42: `port`: 65536 is not between 1 and 65535"),
        Bad.steps(
            step + "    expect: [\"cluster.swiches.size() == 1\"]\n",
            "f:10:23: unknown field `swiches`, did you mean `switches`?"),
        Bad.steps(
            step
                + "    expect:\n      - >-\n        cluster.switches.exists(s,\n"
                + "          s.name == swich)\n",
            "f:13:21: unknown name `swich`, did you mean `switch`?"),
        Bad.steps(
            step + "    expect: [\"cluster.switches\"]\n",
            "f:10:14: `cluster.switches` is list(LogicalSwitch), expected true or false"),
        Bad.steps(
            "guard: {deadline: 5 minutes}\n" + step,
            "f:8:19: `deadline`: expected a duration such as 500ms, 20s, 5m, 12h or 2d, found"
                + " \"5 minutes\""),
        Bad.steps(
            "guard: {deadline: 2h}\n" + step, "f:8:19: `deadline`: not between 10s and 1800s"),
        Bad.steps(
            "guard: {deadline: 30s}\n" + step,
            "f:8:19: `deadline`: 30s leaves no time to confirm after hold (20s) and lease (15s)"),
        Bad.steps(
            "guard: {probes: [strom]}\n" + step,
            "f:8:18: `a member of probes`: \"strom\" is unknown, did you mean `storm`?"),
        Bad.steps(
            "guard: {holds: 20s}\n" + step, "f:8:9: unknown key `holds`, did you mean `hold`?"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reportsProblemsWithTheirPositions(Bad bad) {
    assertThatThrownBy(() -> read(bad.text()))
        .isInstanceOf(DocumentException.class)
        .message()
        .startsWith(bad.expected());
  }

  record BadValue(String name, String value, String expected) {}

  static Stream<BadValue> badValues() {
    return Stream.of(
        new BadValue("vm", "192.0.2.9", "f:5:3: `switch` has no default: give -p switch=..."),
        new BadValue(
            "swich", "public", "-p \"swich\": unknown parameter `swich`, did you mean `switch`?"),
        new BadValue("switch", "", "-p \"switch\": is empty, expected a logical switch's name"),
        new BadValue("switch", "-f", "-p \"switch\": \"-f\" begins with a dash, like an option"),
        new BadValue(
            "switch", "a;reboot", "-p \"switch\": \"a;reboot\" is not a logical switch's name"),
        new BadValue("switch", "$(id)", "-p \"switch\": \"$(id)\" is not a logical switch's name"),
        new BadValue("switch", "a\nb", "-p \"switch\": \"a\\u000ab\" holds a control character"),
        new BadValue(
            "switch", "a\u202eb", "-p \"switch\": \"a\\u202eb\" holds a control character"),
        new BadValue("switch", "a".repeat(200), "-p \"switch\": \"aaa"),
        new BadValue("switch", "a".repeat(2000), "-p \"switch\": is longer than 1000 characters"));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void refusesValues(BadValue bad) throws DocumentException {
    PlanFile plan = read(HEAD + "steps:\n  - ovn.localnet.recreate: {switch: \"${switch}\"}\n");
    assertThatThrownBy(() -> plan.plan(Map.of(bad.name(), bad.value())))
        .isInstanceOf(DocumentException.class)
        .message()
        .startsWith(bad.expected());
  }

  @Test
  void readsACompletePlan() throws Exception {
    Plan plan =
        read(HEAD
                + """
                guard: {deadline: 3m, lease: 10s, hold: 5s, probes: [storm, {ping: {to: "${vm}"}}]}
                steps:
                  - ovn.localnet.recreate: {switch: "${switch}", tag: 0644, x: "n${count + 1}-${vm}"}
                    expect:
                      - {ping: {from: gateway, to: "${vm}", count: 10}, within: 60s}
                      - cluster.switches.exists(s, s.name == switch && s.ports.size() < count)
                  - exec: {argv: [true], undo: none}
                    id: second
                    nodes: {where: "'chassis' in it.roles && it.name != switch"}
                    serial: 10%
                """)
            .plan(Map.of("switch", "public"));
    assertThat(plan.params())
        .containsExactly(
            Map.entry("count", "4"), Map.entry("switch", "public"), Map.entry("vm", "192.0.2.7"));
    assertThat(plan.guard().deadlineOrDefault()).isEqualTo(Duration.ofMinutes(3));
    assertThat(plan.guard().probesOrDefault())
        .containsExactly(new Check.Storm(), new Check.Ping(Optional.empty(), "192.0.2.7", 3));
    Step first = plan.steps().get(0);
    assertThat(first.id()).isEqualTo("step-1");
    assertThat(first.action()).hasToString("ovn.localnet.recreate (f:10:5)");
    assertThat(argument(first, "switch")).isEqualTo("public");
    assertThat(argument(first, "tag")).isEqualTo("0644");
    assertThat(argument(first, "x")).isEqualTo("n5-192.0.2.7");
    assertThat(first.expect())
        .containsExactly(
            new Check.TimedCheck(
                new Check.Ping(Optional.of("gateway"), "192.0.2.7", 10), Duration.ofSeconds(60)),
            new Check.TimedCheck(
                new Check.Holds(
                    "cel.bind(switch, \"public\", cel.bind(count, 4, cluster.switches.exists(s,"
                        + " s.name == switch && s.ports.size() < count)))",
                    "cluster.switches.exists(s, s.name == switch && s.ports.size() < count)"),
                Duration.ofSeconds(30)));
    Step second = plan.steps().get(1);
    assertThat(second.id()).isEqualTo("second");
    assertThat(second.serial()).contains(new Serial(10, true));
    assertThat(second.nodes().orElseThrow()).isInstanceOf(NodeSelector.Where.class);
  }

  @Test
  void leavesOutArgumentsOfUnsetOptionalParameters() throws DocumentException {
    String head = HEAD.replace("ovn-switch", "ovn-switch, optional: true");
    PlanFile plan =
        read(
            head
                + "steps:\n"
                + "  - exec: {argv: [a, \"${switch}\"], name: \"${switch}\", b: \"${vm}\"}\n"
                + "    expect: [{ping: {to: 192.0.2.1, from: \"${switch}\"}}]\n");
    Step without = plan.plan(Map.of()).steps().get(0);
    assertThat(without.expect()).isEmpty();
    assertThat(CanonicalPlan.text(without.arguments()))
        .isEqualTo("{\"argv\":[\"a\"],\"b\":\"192.0.2.7\"}");
    Step with = plan.plan(Map.of("switch", "s")).steps().get(0);
    assertThat(with.expect()).hasSize(1);
    assertThat(CanonicalPlan.text(with.arguments()))
        .isEqualTo("{\"argv\":[\"a\",\"s\"],\"b\":\"192.0.2.7\",\"name\":\"s\"}");
    assertThatThrownBy(() -> read(head + "steps:\n  - exec: {a: \"x${switch}\"}\n"))
        .hasMessage("f:9:19: `switch` is optional, so `${switch}` must stand alone");
  }

  /** A value stays one argument, whatever it contains, and is never parsed again. */
  @Test
  void aValueStaysOneArgument() throws DocumentException {
    String nasty = "a'b\"c $(id) `id` ${count} {x: y} \\ # ; | && é";
    Plan plan =
        read(HEAD.replace("ovn-switch", "string")
                + "steps:\n  - exec: {argv: [echo, \"${switch}\", \"${switch + '!'}\"]}\n")
            .plan(Map.of("switch", nasty));
    Mapping arguments = (Mapping) plan.steps().get(0).arguments();
    assertThat(
            ((io.safeops.document.DocumentNode.Sequence) arguments.entries().get(0).value())
                .items())
        .extracting(item -> ((Scalar) item).text())
        .containsExactly("echo", nasty, nasty + "!");
  }

  @Test
  void checksTextsWithParametersWhenValuesAreKnown() throws DocumentException {
    PlanFile plan =
        read(
            HEAD
                + "steps:\n"
                + "  - exec: {}\n"
                + "    expect: [{tcp: {to: \"${vm}\", port: \"${count}\"}}]\n");
    assertThat(plan.plan(Map.of("switch", "a")).steps()).hasSize(1);
    assertThatThrownBy(() -> plan.plan(Map.of("switch", "a", "count", "70000")))
        .hasMessage("f:10:40: `port`: 70000 is not between 1 and 65535");
  }

  @Test
  void theDigestDependsOnTheContentOnly() throws DocumentException {
    String steps = "steps:\n  - ovn.localnet.recreate: {switch: \"${switch}\", tag: 1}\n";
    String other =
        "# words\nsteps:\n- ovn.localnet.recreate:\n    tag: '1'\n    switch: ${switch}\n";
    String digest = read(HEAD + steps).plan(Map.of("switch", "a")).digest();
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(read(HEAD + other).plan(Map.of("switch", "a")).digest()).isEqualTo(digest);
    assertThat(read(HEAD + other).plan(Map.of("switch", "b")).digest()).isNotEqualTo(digest);
    assertThat(read(HEAD + steps.replace("tag: 1", "tag: 2")).plan(Map.of("switch", "a")).digest())
        .isNotEqualTo(digest);
  }

  @Test
  void readsParametersOfACommandLine() throws DocumentException {
    assertThat(PlanFile.parameters(List.of("a=b", "c=d=e")))
        .isEqualTo(Map.of("a", "b", "c", "d=e"));
    assertThatThrownBy(() -> PlanFile.parameters(List.of("a", "=b", "c=1", "c=2")))
        .hasMessage(
            """
            -p "=b": expected name=value
            -p "a": expected name=value
            -p "c=2": `c` is given twice""");
  }

  private static String argument(Step step, String key) {
    return ((Scalar) ((Mapping) step.arguments()).entry(key).orElseThrow().value()).text();
  }

  private static PlanFile read(String text) throws DocumentException {
    return PlanFile.of(YamlFile.parse("f", text), ACTIONS);
  }
}
