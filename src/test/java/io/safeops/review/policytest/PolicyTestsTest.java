package io.safeops.review.policytest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTestsTest {

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: PolicyTest
      metadata: {name: own}
      cases:
      """;

  private static final String POLICY =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: own}
      rules:
        - id: own/two-roles
          each: cluster.nodes
          expression: it.roles.size() < 2
          message: "${it.name} has the roles ${it.roles}"
          waive: operator
        - id: own/no-plan
          each: plan.changes
          expression: "false"
          message: "step ${it.id} is a change"
          waive: operator
      """;

  @TempDir private Path folder;

  @Test
  void everyBuiltInRuleDoesAsItsCasesSay() throws DocumentException {
    PolicyTests tests = PolicyTests.load(PolicySet.load(List.of()), List.of());
    assertThat(tests.run())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            result ->
                assertThat(result.failures()).as("%s: %s", result.at(), result.name()).isEmpty());
  }

  @Test
  void everyBuiltInRuleHasACaseThatItRefusesAndOneThatItLetsPass() throws DocumentException {
    PolicyTests tests = PolicyTests.load(PolicySet.load(List.of()), List.of());
    assertThat(tests.untested()).isEmpty();
  }

  @Test
  void everyBuiltInRuleSaysInALineWhatItGuardsAgainst() throws DocumentException {
    assertThat(PolicySet.load(List.of()).rules())
        .hasSizeGreaterThan(50)
        .allSatisfy(rule -> assertThat(rule.about()).as(rule.id().value()).isNotEmpty());
  }

  @Test
  void whatRulesSayIsCompared() throws Exception {
    assertThat(
            failures(
                """
                  - case: as it is
                    refuses: {own/two-roles: "ctl has the roles central, chassis"}
                  - case: the other way round
                    passes: [own/two-roles]
                  - case: other words
                    refuses: {own/two-roles: "cmp has"}
                  - case: nothing to refuse
                    change: {"nodes[*].roles": []}
                    refuses: {own/two-roles: "has"}
                  - case: a rule that nobody named
                    change: {"nodes[*].roles": [a, b]}
                    passes: [own/no-plan]
                  - case: only what a plan adds
                    exec: ["net# ovs-vsctl --may-exist add-port br-int tap0"]
                    refuses: {own/no-plan: "step step-1 is a change"}
                    passes: [own/two-roles]
                  - case: a plan that cannot be
                    exec: ["net# ovs-vsctl add-port br-none tap0"]
                    passes: [own/two-roles]
                """))
        .containsExactly(
            List.of(),
            List.of(
                "own/two-roles should let it pass, but said: ctl has the roles central, chassis",
                "own/two-roles should let it pass, but said: net has the roles chassis, gateway"),
            List.of(
                "own/two-roles should say \"cmp has\", but said: ctl has the roles central,"
                    + " chassis; net has the roles chassis, gateway"),
            List.of("own/two-roles should refuse it, but lets it pass"),
            List.of(
                "own/two-roles should let it pass, but said: cmp has the roles a, b",
                "own/two-roles should let it pass, but said: ctl has the roles a, b",
                "own/two-roles should let it pass, but said: net has the roles a, b"),
            List.of(),
            List.of(
                "the plan cannot be reviewed: own.yaml:22:12: step-1 cannot be done: there is no"
                    + " bridge br-none on net"));
  }

  @Test
  void ruleWithoutBothKindsOfCasesIsNamed() throws Exception {
    write("own.yaml", POLICY);
    write("tests/own.yaml", HEAD + "  - {case: a, passes: [own/two-roles]}\n");
    PolicyTests tests = PolicyTests.load(PolicySet.load(List.of(folder)), List.of(folder));
    assertThat(tests.untested())
        .extracting(each -> each.rule() + ": " + each.lacks())
        .containsExactly("own/two-roles: no case that it refuses", "own/no-plan: no case");
  }

  @Test
  void factsOfOnesOwnAreABaseToo() throws Exception {
    write("own.yaml", POLICY);
    write(
        "tests/facts/mine.yaml",
        """
        apiVersion: safeops/v1
        kind: Facts
        metadata: {name: mine}
        cluster: {nodes: [{name: a, address: 192.0.2.1, roles: [x, y]}]}
        """);
    write(
        "tests/own.yaml",
        HEAD.replace("cases:", "base: mine\ncases:")
            + "  - {case: a, refuses: {own/two-roles: \"a has the roles x, y\"}}\n");
    assertThat(PolicyTests.load(PolicySet.load(List.of(folder)), List.of(folder)).run())
        .filteredOn(result -> result.policy().equals("own"))
        .allMatch(CaseResult::isAsExpected)
        .hasSize(1);
  }

  record Bad(String text, String expected) {}

  static Stream<Bad> bad() {
    String change = "  - case: a\n    passes: [own/two-roles]\n    change: {\"%s\": %s}\n";
    return Stream.of(
        new Bad("  - {case: a}\n", "5:5: a case says what `refuses` it or what it `passes`"),
        new Bad("  - {passes: [own/two-roles]}\n", "5:5: `case` is missing"),
        new Bad(
            "  - {case: a, passes: [own/two-role]}\n",
            "5:24: there is no rule `own/two-role`, did you mean `own/two-roles`?"),
        new Bad(
            "  - {case: a, passes: [own/no-plan], refuse: {}}\n",
            "5:38: unknown key `refuse`, did you mean `refuses`?"),
        new Bad(
            change.formatted("nods[net].roles", "[]"),
            "7:15: Cluster has no field `nods`, did you mean `nodes`?"),
        new Bad(
            change.formatted("nodes[net].rols", "[]"),
            "7:26: Node has no field `rols`, did you mean `roles`?"),
        new Bad(
            change.formatted("nodes[nett].roles", "[]"),
            "7:21: there is no nodes[nett], did you mean `net`?; to add it, write nodes[+nett]"),
        new Bad(change.formatted("nodes.roles", "[]"), "7:15: which of `nodes`? write nodes[NAME]"),
        new Bad(change.formatted("nodes[+net]", "{}"), "7:22: there is nodes[net] already"),
        new Bad(
            change.formatted("nodes[net]..roles", "[]"),
            "\"nodes[net]..roles\" is not a path in a cluster"),
        new Bad(
            change.formatted("nodes[net].uptimeCentis", "soon"),
            "7:41: `uptimeCentis`: expected a whole number, found \"soon\""),
        new Bad(
            change.formatted("nodes[net].bridges[br-ex].ports[+x]", "{kid: patch}"),
            "7:54: unknown key `kid`, did you mean `kind`?"),
        new Bad(
            "  - {case: a, passes: [own/no-plan], exec: [reboot]}\n",
            "5:45: `a member of exec`: \"reboot\" is not a line of a console"),
        new Bad(
            "  - {case: a, passes: [own/no-plan], steps: [{ovn.localnet.creat: {}}]}\n",
            "unknown action `ovn.localnet.creat`, did you mean `ovn.localnet.create`?"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void mistakesAreFoundWhereTheyStand(Bad bad) throws IOException {
    write("own.yaml", POLICY);
    write("tests/own.yaml", HEAD + bad.text());
    assertThatThrownBy(() -> PolicyTests.load(PolicySet.load(List.of(folder)), List.of(folder)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(bad.expected());
  }

  private List<List<String>> failures(String cases) throws Exception {
    write("own.yaml", POLICY);
    write("tests/own.yaml", HEAD + cases);
    return PolicyTests.load(PolicySet.load(List.of(folder)), List.of(folder)).run().stream()
        .filter(result -> result.policy().equals("own"))
        .map(
            result ->
                result.failures().stream()
                    .map(line -> line.replace(folder + "/tests/", ""))
                    .toList())
        .toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
