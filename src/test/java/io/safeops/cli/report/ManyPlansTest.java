package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several plans in one review. */
class ManyPlansTest {

  private static final String RESTART =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: restart}
      params:
        node: {type: node, description: the chassis}
      steps:
        - ovn.controller.restart: {}
          nodes: {names: ["${node}"]}
      """;

  @TempDir private Path temporary;
  private ReviewedFolder folder;

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  @Test
  void aBrokenPlanDoesNotHideTheOthers() throws Exception {
    folder.write("plans/a.yaml", RESTART.replace("restart: {}", "restart: {how: now}"));
    folder.write("plans/b.yaml", RESTART);
    folder.command("plans/sub/c.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    folder.write("plans/rules.yaml", "apiVersion: safeops/v1\nkind: Policy\n");
    folder.write("plans/d.yaml", "kind: [\n");
    assertThat(folder.reviews(folder.path("plans").toString(), "-p", "node=cmp")).isEqualTo(2);
    assertThat(folder.out())
        .containsPattern("a.yaml +unreadable +plan/readable")
        .containsPattern("b.yaml +passes")
        .containsPattern("d.yaml +unreadable +plan/readable")
        .containsPattern("c.yaml +refused +.*paths/stay")
        .contains("1 of 4 plans pass", "passed over: ", "rules.yaml (kind Policy)");
    assertThat(folder.err()).contains("a.yaml:7:", "unknown key `how`", "d.yaml:2:1");
  }

  @Test
  void theWorstExitCounts() throws Exception {
    folder.write("plans/b.yaml", RESTART);
    folder.command("plans/c.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    assertThat(folder.reviews(folder.path("plans").toString(), "-p", "node=cmp")).isEqualTo(3);
    assertThat(folder.reviews(folder.path("plans/b.yaml").toString(), "-p", "node=cmp")).isZero();
    assertThat(
            folder.reviews(
                folder.path("plans/b.yaml").toString(),
                folder.path("plans/absent.yaml").toString(),
                "-p",
                "node=cmp"))
        .isEqualTo(2);
    assertThat(folder.err()).contains("absent.yaml: no such file");
  }

  @Test
  void aPatternNamesPlans() throws Exception {
    folder.write("plans/a.yaml", RESTART);
    folder.write("plans/b.txt", RESTART);
    assertThat(folder.reviews(folder.path("plans") + "/*.yaml", "-p", "node=cmp")).isZero();
    assertThat(folder.reviews(folder.path("plans") + "/*.yml", "-p", "node=cmp")).isEqualTo(2);
    assertThat(folder.err()).contains("no plan among ");
  }

  @Test
  void aFileOfValuesGivesEachPlanItsParameters() throws Exception {
    folder.write("plans/a.yaml", RESTART);
    Path values =
        folder.write(
            "values.yaml",
            """
            apiVersion: safeops/v1
            kind: Values
            metadata: {name: all}
            plans:
              plans/a.yaml: [{node: cmp}, {node: net}]
              restart-controller: {node: net}
            """);
    assertThat(
            folder.reviews(
                folder.path("plans").toString(),
                "restart-controller",
                "--values",
                values.toString()))
        .as(folder.err())
        .isZero();
    assertThat(folder.out()).contains("3 of 3 plans pass");

    folder.write("values.yaml", folder.read("values.yaml").replace("node: cmp", "nod: cmp"));
    assertThat(folder.reviews(folder.path("plans").toString(), "--values", values.toString()))
        .isEqualTo(2);
    assertThat(folder.err()).contains("unknown parameter `nod`");
    folder.write("values.yaml", folder.read("values.yaml").replace("plans:", "plan:"));
    assertThat(folder.reviews(folder.path("plans").toString(), "--values", values.toString()))
        .isEqualTo(2);
    assertThat(folder.err()).contains("values.yaml:4:1: unknown key `plan`");
  }

  @Test
  void aParameterThatNoPlanHasIsNamed() throws Exception {
    folder.write("plans/a.yaml", RESTART);
    folder.write("plans/b.yaml", RESTART);
    assertThat(folder.reviews(folder.path("plans").toString(), "-p", "node=cmp", "-p", "x=y"))
        .isEqualTo(2);
    assertThat(folder.err()).contains("-p x: no plan has such a parameter");
  }

  @Test
  void oldFactsAreSaidSo() throws Exception {
    folder.write("plans/a.yaml", RESTART);
    assertThat(
            folder.reviews(
                folder.path("plans/a.yaml").toString(), "-p", "node=cmp", "--facts-age", "1s"))
        .isZero();
    assertThat(folder.out()).contains("note: the facts are ", " old (read at 2026-");
    assertThat(folder.reviews(folder.path("plans/a.yaml").toString(), "--facts-age", "yesterday"))
        .isEqualTo(2);
    assertThat(folder.err()).contains("--facts-age yesterday: expected a time such as 12h");
  }

  @Test
  void badOptionsAreNamed() throws Exception {
    String plan = folder.write("plans/a.yaml", RESTART).toString();
    assertThat(folder.reviews(plan, "--format", "sarife")).isEqualTo(2);
    assertThat(folder.err()).contains("unknown format `sarife`", "sarif");
    assertThat(folder.reviews(plan, "--report", "sarif")).isEqualTo(2);
    assertThat(folder.err()).contains("--report sarif: expected FORMAT=FILE");
    assertThat(folder.reviews(plan, "--most-characters", "10")).isEqualTo(2);
    assertThat(folder.err()).contains("expected at least 1000");
  }

  @Test
  void everyRuleIsExplained() throws Exception {
    Path plan =
        folder.command("plans/c.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    assertThat(folder.reviews(plan.toString(), "--explain")).isEqualTo(3);
    assertThat(folder.out()).contains("violated paths/stay", "holds    paths/no-loop");
  }
}
