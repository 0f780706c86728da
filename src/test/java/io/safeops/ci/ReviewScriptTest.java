package io.safeops.ci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.ci.CleanRoot.Ended;
import io.safeops.house.TestTools;
import io.safeops.paths.BreakingCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that install a release and review a change, in a root file system of their own. */
@Tag("process")
class ReviewScriptTest {

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central], oob: {console: its, survives: [nic]}}
        net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic]}}
      """;

  private static final String GOOD =
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

  private static final String BAD =
      """
      apiVersion: safeops/v1
      kind: Plan
      metadata: {name: typed}
      steps:
        - exec: {argv: [ip, link, set, enp6s18, down], undo: none}
          nodes: {names: [cmp]}
      """;

  private static final String VALUES =
      """
      apiVersion: safeops/v1
      kind: Values
      metadata: {name: all}
      plans:
        plans/good.yaml: {node: cmp}
      """;

  /** A rule of the site that the plan breaks, if it is asked. */
  private static final String POLICY =
      """
      apiVersion: safeops/v1
      kind: Policy
      metadata: {name: site}
      rules:
        - id: site/no-plan
          each: "[plan]"
          expression: "%s"
          message: "nobody changes anything today"
          severity: deny
          waive: operator
      """;

  @TempDir private static Path folder;
  private static CleanRoot root;
  private static String digest;

  @BeforeAll
  static void install() throws Exception {
    TestTools.need("busybox");
    root = CleanRoot.at(folder);
    digest = root.release("/tmp/safeops.tar.gz");
    Ended installed =
        root.runs(Map.of(), "/ci/install.sh", "/tmp/safeops.tar.gz", digest, "/ci/installed");
    assertThat(installed.exit()).as(installed.text()).isZero();
    Ended version = root.runs(Map.of(), "/ci/installed/safeops", "--version");
    assertThat(version.text()).contains("safeops (from sources)");
  }

  @BeforeEach
  void change() throws Exception {
    CleanRoot.run(List.of("rm", "-rf", root.path("job").toString()));
    root.write("job/base/inventory.yaml", INVENTORY);
    root.write("job/base/facts.json", BreakingCommands.healthyFacts());
    root.write("job/base/values.yaml", VALUES);
    root.write("job/base/plans/good.yaml", GOOD);
    root.write("job/head/plans/good.yaml", GOOD);
  }

  private static Ended reviews(String out) throws Exception {
    return reviews(Map.of(), "/ci/review.sh", "/job/base", "/job/head", out);
  }

  private static Ended reviews(Map<String, String> more, String... words) throws Exception {
    Map<String, String> environment = new HashMap<>(more);
    environment.putIfAbsent("SAFEOPS", "/ci/installed/safeops");
    // The recorded facts stay as old as they are.
    environment.put("REVIEW_FACTS_AGE", "100000d");
    return root.runs(environment, words);
  }

  private static String read(String name) throws Exception {
    return Files.readString(root.path(name));
  }

  @Test
  void aChangeThatHarmsNothingPasses() throws Exception {
    Ended ended = reviews("/job/out");
    assertThat(ended.exit()).as(ended.text()).isZero();
    assertThat(read("job/out/comment.md")).contains("1 of 1 plan passes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "busybox sh"})
  void aBadPlanIsRefusedAndTheReportsAreThere(String shell) throws Exception {
    root.write("job/head/plans/bad.yaml", BAD);
    String[] words =
        Stream.concat(
                Stream.of(shell.split(" ")),
                Stream.of("/ci/review.sh", "/job/base", "/job/head", "/job/out"))
            .toArray(String[]::new);
    Ended ended = reviews(Map.of(), words);
    assertThat(ended.exit()).as(ended.text()).isEqualTo(3);
    assertThat(ended.text()).contains("REFUSED paths/stay", "at plans/bad.yaml:5:34");
    assertThat(read("job/out/comment.md"))
        .startsWith("<!-- safeops review -->\n")
        .contains("1 of 2 plans pass", "plans/bad.yaml");
    JsonNode review = new ObjectMapper().readTree(read("job/out/review.json"));
    assertThat(review.at("/plans/0/file").asText()).isEqualTo("plans/bad.yaml");
    for (String name : List.of("review.sarif", "junit.xml", "codequality.json")) {
      assertThat(read("job/out/" + name)).as(name).contains("plans/bad.yaml", "paths/stay");
    }
  }

  /**
   * Weaker rules, other facts, another inventory, other values, another script, another program.
   */
  @Test
  void whatElseAChangeBringsChangesNothing() throws Exception {
    root.write("job/base/policies/site.yaml", POLICY.formatted("false"));
    root.write("job/head/policies/site.yaml", POLICY.formatted("false"));
    root.write("job/head/plans/bad.yaml", BAD);
    assertThat(reviews("/job/before").exit()).isEqualTo(3);
    assertThat(read("job/before/review.json")).contains("paths/stay", "site/no-plan");

    root.write("job/head/policies/site.yaml", POLICY.formatted("true"));
    root.write("job/head/policies/paths.yaml", "apiVersion: safeops/v1\nkind: Policy\n");
    root.write("job/head/facts.json", BreakingCommands.facts("uplink-down"));
    root.write("job/head/inventory.yaml", INVENTORY.replace("cmp:", "other:"));
    root.write("job/head/values.yaml", VALUES.replace("node: cmp", "node: nobody"));
    root.write("job/head/waivers.yaml", "- {rule: paths/stay, because: I say so}\n");
    root.write("job/head/.safeops/waive", "paths/stay\n");
    root.write("job/head/ci/review.sh", "exit 0\n");
    Path safeops = root.write("job/head/safeops", "#!/bin/sh\nexit 0\n");
    assertThat(safeops.toFile().setExecutable(true)).isTrue();
    assertThat(reviews("/job/after").exit()).isEqualTo(3);
    for (String name : List.of("comment.md", "review.json", "review.sarif", "junit.xml")) {
      assertThat(read("job/after/" + name)).as(name).isEqualTo(read("job/before/" + name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "waive: {rule: paths/stay, because: I say so}\n",
        "waivers: [paths/stay]\n",
        "metadata: {name: twice}\n"
      })
  void aPlanCannotSetARuleAside(String more) throws Exception {
    root.write("job/head/plans/bad.yaml", BAD + more);
    Ended ended = reviews("/job/out");
    assertThat(ended.exit()).as(ended.text()).isEqualTo(2);
    assertThat(read("job/out/comment.md")).contains("plans/bad.yaml");
  }

  @Test
  void whatIsNotToBeTrustedEndsBeforeTheReview() throws Exception {
    Path link = root.path("job/head/plans/link.yaml");
    Files.createSymbolicLink(link, Path.of("/etc/passwd"));
    refused("symbolic links in the folder of plans: 1");
    Files.delete(link);

    root.write("job/head/plans/a\n::error::b.yaml", GOOD);
    refused("control characters in the name of a plan");
    Files.delete(root.path("job/head/plans/a\n::error::b.yaml"));

    Files.move(root.path("job/head/plans"), root.path("job/head/real"));
    Files.createSymbolicLink(root.path("job/head/plans"), Path.of("real"));
    refused("the folder of plans is behind a symbolic link: plans");
    Files.delete(root.path("job/head/plans"));
    refused("the change has no folder of plans: plans");
    Files.move(root.path("job/head/real"), root.path("job/head/plans"));

    Path own = root.write("job/head/safeops", "#!/bin/sh\nexit 0\n");
    assertThat(own.toFile().setExecutable(true)).isTrue();
    Ended ended =
        reviews(
            Map.of("SAFEOPS", "/job/head/safeops"),
            "/ci/review.sh",
            "/job/base",
            "/job/head",
            "/job/out");
    assertThat(ended.text()).contains("the program is in the change that it shall judge");
    assertThat(ended.exit()).isEqualTo(2);

    root.write("job/base/policies", "no folder");
    refused("rules of the base branch: policies is no folder");
    Files.delete(root.path("job/base/policies"));

    Files.createDirectory(root.path("job/out"));
    refused("OUT_DIR must not exist yet");
    Files.delete(root.path("job/out"));
    Files.delete(root.path("job/base/facts.json"));
    refused("the base branch has no facts: facts.json");
  }

  private static void refused(String message) throws Exception {
    Ended ended = reviews("/job/out");
    assertThat(ended.text()).contains(message);
    assertThat(ended.exit()).isEqualTo(2);
  }

  @Test
  void anotherArchiveIsNotInstalled() throws Exception {
    String other = (digest.startsWith("0") ? "1" : "0") + digest.substring(1);
    Ended ended = root.runs(Map.of(), "/ci/install.sh", "/tmp/safeops.tar.gz", other, "/tmp/no");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.text()).contains("it is not that release", digest);
    assertThat(root.path("tmp/no/safeops")).doesNotExist();
    assertThat(root.runs(Map.of(), "/ci/install.sh", "http://x/y", other, "/tmp/no2").text())
        .contains("expected an address that begins with https://");
    assertThat(root.runs(Map.of(), "/ci/install.sh", "/x", "abc", "/tmp/no3").text())
        .contains("expected 64 hexadecimal digits: abc");
  }
}
