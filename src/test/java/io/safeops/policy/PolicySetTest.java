package io.safeops.policy;

import static io.safeops.policy.Clusters.HEALTHY;
import static io.safeops.policy.Clusters.localnet;
import static io.safeops.policy.Clusters.own;
import static io.safeops.policy.Clusters.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.document.YamlFile;
import io.safeops.paths.model.ThingName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicySetTest {

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: p}
      """;

  /** Lines 4 to 10 of a good policy. */
  private static final String RULE =
      """
      rules:
        - id: p/a
          each: cluster.nodes
          when: it.name != 'x'
          expression: it.roles.size() > 0
          message: "${it.name} has no role"
          waive: operator
      """;

  record Bad(String text, String expected) {

    static Bad rule(String from, String to, String expected) {
      assertThat(RULE).contains(from);
      return new Bad(HEAD + RULE.replace(from, to), expected);
    }
  }

  static Stream<Bad> bad() {
    return Stream.of(
        new Bad(
            HEAD.replace("Policy", "Polizy") + RULE,
            "f:2:7: `kind`: \"Polizy\" is unknown, did you mean `Policy`?"),
        new Bad(HEAD, "f:1:1: `rules` is missing"),
        new Bad(HEAD + "rules: []\n", "f:4:8: `rules`: a policy has at least one rule"),
        new Bad(HEAD + "rules: {a: b}\n", "f:4:8: `rules`: expected a list, found a map"),
        new Bad(HEAD + "rules: [a]\n", "f:4:9: `a member of rules`: expected a map, found text"),
        new Bad(HEAD + RULE + "rule: 1\n", "f:11:1: unknown key `rule`, did you mean `rules`?"),
        new Bad(
            HEAD + RULE + RULE.replace("rules:\n", ""),
            "f:11:9: rule `p/a` is there already, at f:5:9"),
        Bad.rule("p/a", "a", "f:5:9: `id`: \"a\" is not a rule's id, as p/some-name"),
        Bad.rule("p/a", "q/a", "f:5:9: `id`: \"q/a\" does not begin with `p/`"),
        Bad.rule(
            "each: cluster.nodes",
            "each: cluster.nods",
            "f:6:19: unknown field `nods`, did you mean `nodes`?"),
        Bad.rule(
            "each: cluster.nodes",
            "each: cluster.northbound",
            "f:6:11: `cluster.northbound` is optional_type(DatabaseStatus), expected a list"),
        Bad.rule(
            "each: cluster.nodes",
            "every: cluster.nodes",
            "f:5:5: `each` is missing\nf:6:5: unknown key `every`"),
        Bad.rule(
            "when: it.name != 'x'",
            "when: it.name",
            "f:7:11: `it.name` is string, expected true or false"),
        Bad.rule(
            "it.roles.size() > 0",
            "it.role.size() > 0",
            "f:8:20: unknown field `role`, did you mean `roles`?"),
        Bad.rule(
            "it.roles.size() > 0",
            "it.roles > 0",
            "f:8:26: `>` cannot be applied to (list(string), int)"),
        Bad.rule(
            "it.roles.size() > 0",
            "it.roles.size() > 0 &&",
            "f:8:39: `it.roles.size() > 0 &&`: mismatched input '<EOF>'"),
        Bad.rule(
            "it.roles.size() > 0",
            "plan.changs.size() > 0",
            "f:8:22: unknown field `changs`, did you mean `changes`?"),
        Bad.rule("it.roles.size() > 0", "node.roles.size() > 0", "f:8:17: unknown name `node`"),
        Bad.rule(
            "it.roles.size() > 0", "it.name != '" + "a".repeat(5000) + "'", "f:8:17: `it.name"),
        Bad.rule(
            "expression: it.roles",
            "expression: >-\n      true &&\n        it.rols",
            "f:10:12: unknown field `rols`, did you mean `roles`?"),
        Bad.rule(
            "    waive: operator",
            "    waive: operator\n    grows-with: it.name",
            "f:11:17: `it.name` is string, expected a list"),
        Bad.rule("${it.name}", "${it.nme}", "f:9:20: unknown field `nme`, did you mean `name`?"),
        Bad.rule("${it.name}", "${it.name", "f:9:15: `${` has no closing `}`"),
        Bad.rule(
            "    waive: operator",
            "    waive: me",
            "f:10:12: `waive`: \"me\" is unknown, expected one of approval, never, operator"),
        Bad.rule("    waive: operator", "    severity: deny", "f:5:5: `waive` is missing"),
        Bad.rule(
            "    waive: operator",
            "    waive: never\n    severity: fatal",
            "f:11:15: `severity`: \"fatal\" is unknown, expected one of deny, warn"),
        Bad.rule(
            "    waive: operator",
            "    waive: operator\n    meanwhile: operator",
            "f:11:16: `meanwhile`: only operator, and only beside `waive: approval`"),
        Bad.rule(
            "    waive: operator",
            "    waive: approval\n    meanwhile: never",
            "f:11:16: `meanwhile`: only operator, and only beside `waive: approval`"),
        Bad.rule(
            "    waive: operator",
            "    waive: never\n    remedy: {with: {a: b}}",
            "f:11:13: `plan` is missing"),
        Bad.rule(
            "    waive: operator",
            "    waive: never\n    remedy: {plan: x, with: {a: \"${it.nam}\"}}",
            "f:11:39: unknown field `nam`, did you mean `name`?"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void saysWhatIsWrongAndWhere(Bad bad) {
    assertThatThrownBy(() -> policies(bad.text()))
        .isInstanceOf(DocumentException.class)
        .message()
        .startsWith(bad.expected());
  }

  @Test
  void remediesAndConditions() throws DocumentException {
    PolicySet policies =
        policies(
            HEAD
                + RULE.replace("operator", "approval")
                + "    severity: warn\n"
                + "    remedy: {plan: mend, with: {switch: \"${it.name}\","
                + " n: \"${it.nics.size() + 1}\"}}\n"
                + "    source: incident 9\n");
    List<Violation> found = policies.evaluate(HEALTHY);
    assertThat(found).extracting(Violation::item).containsExactly("ctl", "net", "cmp");
    assertThat(found.get(0))
        .isEqualTo(
            new Violation(
                "p/a",
                "ctl",
                List.of(),
                "ctl has no role",
                Severity.WARN,
                WaiverLevel.APPROVAL,
                List.of(new Remedy("mend", Map.of("switch", "ctl", "n", "4"))),
                List.of("it.roles.size() = 0"),
                new Evidence(
                    Optional.empty(),
                    List.of(List.of(new ThingName(ThingName.NODE, "ctl"))),
                    Map.of(),
                    false),
                "incident 9",
                true,
                true));
    assertThat(policies(HEAD + RULE.replace("'x'", "'net'")).evaluate(HEALTHY)).hasSize(2);
  }

  /** Of the rule's own words: the second node that is like the first is worse than the first. */
  @Test
  void whatIsOfMoreThanBeforeIsAdded() throws DocumentException {
    PolicySet policies =
        policies(
            HEAD
                + RULE.replace("each: cluster.nodes", "each: \"['all']\"")
                    .replace("when: it.name != 'x'", "key: same")
                    .replace("it.roles.size() > 0", "cluster.nodes.size() == 0")
                    .replace("${it.name} has no role", "some have no role")
                + "    grows-with: cluster.nodes.map(n, n.name)\n");
    List<Violation> three = policies.evaluate(HEALTHY);
    List<Violation> two = policies.evaluate(HEALTHY.withNodes(HEALTHY.nodes().subList(0, 2)));
    assertThat(three).singleElement().extracting(Violation::key).isEqualTo(two.get(0).key());
    assertThat(Violation.added(three, two)).isEmpty();
    assertThat(Violation.added(two, three))
        .singleElement()
        .extracting(Violation::message)
        .isEqualTo("some have no role (this was so before; new: cmp)");
    assertThat(Violation.mended(three, two, "")).containsExactly("p/a");
    assertThat(Violation.mended(two, three, "")).isEmpty();
  }

  /** Where there are too many to be told one by one, more and fewer are the same. */
  @Test
  void manyAreWorseThanFewAndFewNotThanMany() throws DocumentException {
    String rule =
        HEAD
            + RULE.replace("each: cluster.nodes", "each: \"['all']\"")
                .replace("when: it.name != 'x'", "key: same")
                .replace("it.roles.size() > 0", "cluster.nodes.size() == 0")
                .replace("${it.name} has no role", "some have no role")
            + "    grows-with: \"cluster.nodes.size() > 2 ? ['*'] : cluster.nodes.map(n, n.name)\"\n";
    PolicySet policies = policies(rule);
    List<Violation> many = policies.evaluate(HEALTHY);
    List<Violation> few = policies.evaluate(HEALTHY.withNodes(HEALTHY.nodes().subList(0, 2)));
    assertThat(Violation.added(many, few)).isEmpty();
    assertThat(Violation.added(many, many)).isEmpty();
    assertThat(Violation.added(few, many))
        .singleElement()
        .extracting(Violation::message)
        .isEqualTo("some have no role (this was so before, but for fewer)");
  }

  /** Nobody reads hundreds of names, and the message says that there are more. */
  @Test
  void aMessageNamesSomeOfWhatIsNew() throws DocumentException {
    PolicySet policies =
        policies(
            HEAD
                + RULE.replace("it.roles.size() > 0", "cluster.format == 'never'")
                    .replace("'x'\n", "'x'\n    grows-with: cluster.nodes.map(n, n.name)\n"));
    List<io.safeops.facts.node.Node> nodes = new java.util.ArrayList<>(HEALTHY.nodes());
    for (int i = 0; i < 20; i++) {
      nodes.add(
          io.safeops.facts.node.Node.unread(
              "n" + i,
              "192.0.2.9",
              List.of(),
              java.util.Optional.of("x"),
              java.util.Optional.empty()));
    }
    List<Violation> before = policies.evaluate(HEALTHY);
    List<Violation> after = policies.evaluate(HEALTHY.withNodes(nodes));
    assertThat(Violation.added(before, after).get(0).message())
        .endsWith("new: n0, n1, n2, n3, n4, n5, n6, n7 and 12 more)");
  }

  /** A rule without an answer refuses, and only its author can mend it. */
  @Test
  void anErrorRefuses() throws DocumentException {
    String warn = RULE + "    severity: warn\n";
    for (String text :
        List.of(
            warn.replace("it.roles.size() > 0", "it.tools['ovs'] != ''"),
            warn.replace("it.name != 'x'", "it.tools['ovs'] != ''"),
            warn.replace("cluster.nodes", "'[cluster.nodes[7]]'"),
            warn.replace("${it.name}", "${it.tools['ovs']}"))) {
      List<Violation> found = policies(HEAD + text).evaluate(HEALTHY);
      assertThat(found).isNotEmpty().allMatch(Violation::isDeny);
      assertThat(found.get(0).message()).contains("the rule gave no answer, which counts as no: ");
      assertThat(Violation.added(found, found)).isEqualTo(found);
    }
  }

  @Test
  void aRuleThatNeverEndsRefuses() throws DocumentException {
    String all = "cluster.nodes.all(a, ".repeat(16) + "a.name != ''" + ")".repeat(16);
    List<Violation> found =
        policies(HEAD + RULE.replace("it.roles.size() > 0", all)).evaluate(HEALTHY);
    assertThat(found).singleElement().matches(Violation::isDeny);
    assertThat(found.get(0).message())
        .contains(
            "the rule gave no answer, which counts as no: it took more than "
                + (10_000_000 + 100 * HEALTHY.rows())
                + " steps")
        .contains("This is a fault of the rule (f:5:9), not of the plan or the cluster");
  }

  @Test
  void rulesAboutPlansWaitForAPlan() throws DocumentException {
    PolicySet policies =
        policies(HEAD + RULE.replace("it.roles.size() > 0", "plan.leaseSeconds < 10"));
    assertThat(policies.evaluate(HEALTHY)).isEmpty();
    assertThat(
            policies.evaluate(
                HEALTHY,
                new PlanContext(
                    "p", 1, 60, 1, List.of(), List.of(), List.of(), Maintenance.ALWAYS, List.of())))
        .hasSize(3);
  }

  @Test
  void directoriesAddAndNeverReplace(@TempDir Path dir) throws Exception {
    Files.writeString(dir.resolve("mine.yaml"), HEAD + RULE);
    Files.writeString(dir.resolve("notes.txt"), "not a policy");
    PolicySet both = PolicySet.load(List.of(dir));
    assertThat(both.rule("p/a")).isPresent();
    assertThat(both.rule("localnet/present")).isPresent();
    Files.writeString(
        dir.resolve("other.yaml"),
        (HEAD + RULE).replace("{name: p}", "{name: localnet}").replace("p/a", "localnet/present"));
    assertThatThrownBy(() -> PolicySet.load(List.of(dir)))
        .message()
        .contains("rule `localnet/present` is there already, at builtin:policies/localnet.yaml:");
    assertThatThrownBy(() -> PolicySet.load(List.of(dir.resolve("none"))))
        .message()
        .contains("not a directory of policies");
  }

  @Test
  void equalItemsAreToldApart() throws DocumentException {
    String each = "cluster.nodes.map(n, n.nics).flatten()";
    List<Violation> found =
        policies(
                HEAD
                    + RULE.replace("cluster.nodes", each)
                        .replace("it.roles.size() > 0", "it.name != 'eth1'"))
            .evaluate(HEALTHY);
    assertThat(found).extracting(Violation::item).containsExactly("eth1", "eth1#2", "eth1#3");
  }

  @Test
  void largeClustersAreJudged() throws DocumentException {
    var ports =
        java.util.stream.IntStream.range(0, 300)
            .mapToObj(i -> own("s" + i, localnet("p" + i, "s" + i, "physnet2", i)))
            .toArray(io.safeops.facts.ovn.LogicalSwitch[]::new);
    assertThat(PolicySet.load(List.of()).evaluate(with(ports))).isEmpty();
  }

  private static PolicySet policies(String text) throws DocumentException {
    return PolicySet.of(List.of(YamlFile.parse("f", text)));
  }
}
