package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.safeops.paths.BreakingCommands;
import io.safeops.paths.BreakingCommands.Typed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What breaks the lab is refused in every form, by the same rules and at the same place of the
 * plan; what mends it passes.
 */
class ReportFormatsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds of breakages that each incident and most path cases begin with. */
  private static final Set<String> ROWS =
      Set.of(
          "uplink-gone",
          "uplink-down",
          "uplink-mtu",
          "uplink-tag",
          "uplink-other-bridge",
          "bond-both-down",
          "bridge-no-flows",
          "bridge-gone",
          "mapping-removed",
          "mapping-to-br-int",
          "localnet-gone",
          "localnet-tag",
          "localnet-disabled",
          "localnet-type",
          "localnet-options",
          "encap-ip-removed",
          "encap-type-vxlan",
          "remote-wrong",
          "port-addresses-empty",
          "port-disabled",
          "iface-id-removed",
          "gateway-nobody",
          "router-port-disabled",
          "northbound-stopped",
          "openflow-versions");

  @TempDir private Path temporary;
  private ReviewedFolder folder;

  @BeforeEach
  void folder() throws Exception {
    folder = new ReviewedFolder(temporary);
  }

  static Stream<Typed> causes() throws IOException {
    Map<String, Typed> first = new LinkedHashMap<>();
    BreakingCommands.lines().stream()
        .filter(typed -> ROWS.contains(typed.row()))
        .forEach(typed -> first.putIfAbsent(typed.row(), typed));
    assertThat(first.keySet()).isEqualTo(ROWS);
    return first.values().stream();
  }

  /** The rules that refuse, of the findings of the JSON form. */
  private Set<String> refusing() throws IOException {
    Set<String> rules = new TreeSet<>();
    JsonNode plan = JSON.readTree(folder.read("r.json")).at("/plans/0");
    for (JsonNode finding : plan.get("findings")) {
      if (finding.get("level").asText().equals("error")) {
        rules.add(finding.get("rule").asText());
        assertThat(finding.get("line").asInt()).as(finding.toString()).isEqualTo(6);
        assertThat(finding.get("column").asInt()).isEqualTo(5);
      }
    }
    return rules;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void aCauseIsRefusedInEveryForm(Typed typed) throws Exception {
    Path plan = folder.command("plans/typed.yaml", typed.node(), typed.argv());
    assertThat(reviewsInAllForms(plan.toString())).as(folder.out()).isEqualTo(3);
    Set<String> rules = refusing();
    assertThat(rules).anyMatch(rule -> rule.startsWith("paths/"));

    for (String rule : rules) {
      assertThat(folder.out()).contains("REFUSED " + rule, "    at " + plan + ":6:5");
      assertThat(folder.read("r.github")).contains("typed.yaml,line=6,col=5,title=" + rule + "::");
      assertThat(folder.read("r.markdown"))
          .contains("- **refused** by " + rule + " (step-1, line 6 column 5): ");
    }
    assertThat(sarifRules()).isEqualTo(rules);
    assertThat(junitRules()).isEqualTo(rules);
    assertThat(gitlabRules()).isEqualTo(rules);
    assertThat(rdjsonRules()).isEqualTo(rules);
  }

  private int reviewsInAllForms(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    for (String format : ReportFormat.words()) {
      all.add("--report");
      all.add(format + "=" + folder.path("r." + format));
    }
    return folder.reviews(all.toArray(new String[0]));
  }

  private Set<String> sarifRules() throws IOException {
    JsonNode sarif = JSON.readTree(folder.read("r.sarif"));
    assertThat(sarifSchema().validate(folder.read("r.sarif"), InputFormat.JSON)).isEmpty();
    Set<String> rules = new TreeSet<>();
    for (JsonNode result : sarif.at("/runs/0/results")) {
      if (result.get("level").asText().equals("error")) {
        JsonNode region = result.at("/locations/0/physicalLocation/region");
        assertThat(region.get("startLine").asInt()).isEqualTo(6);
        assertThat(region.get("startColumn").asInt()).isEqualTo(5);
        String rule = result.get("ruleId").asText();
        assertThat(
                sarif.at("/runs/0/tool/driver/rules/" + result.get("ruleIndex") + "/id").asText())
            .isEqualTo(rule);
        rules.add(rule);
      }
    }
    return rules;
  }

  private static Schema sarifSchema() throws IOException {
    try (InputStream in = ReportFormatsTest.class.getResourceAsStream("sarif-schema-2.1.0.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(in);
    }
  }

  private Document junit() throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(folder.read("r.junit").getBytes(StandardCharsets.UTF_8)));
  }

  private Set<String> junitRules() throws Exception {
    Set<String> rules = new TreeSet<>();
    NodeList failures = junit().getElementsByTagName("failure");
    for (int i = 0; i < failures.getLength(); i++) {
      Element test = (Element) failures.item(i).getParentNode();
      assertThat(test.getAttribute("line")).isEqualTo("6");
      assertThat(failures.item(i).getTextContent()).contains("typed.yaml:6:5: error: ");
      rules.add(test.getAttribute("name"));
    }
    return rules;
  }

  private Set<String> gitlabRules() throws IOException {
    Set<String> rules = new TreeSet<>();
    Set<String> fingerprints = new TreeSet<>();
    for (JsonNode issue : JSON.readTree(folder.read("r.gitlab"))) {
      assertThat(fingerprints.add(issue.get("fingerprint").asText())).isTrue();
      if (issue.get("severity").asText().equals("blocker")) {
        assertThat(issue.at("/location/lines/begin").asInt()).isEqualTo(6);
        assertThat(issue.at("/location/positions/begin/column").asInt()).isEqualTo(5);
        rules.add(issue.get("check_name").asText());
      }
    }
    return rules;
  }

  private Set<String> rdjsonRules() throws IOException {
    Set<String> rules = new TreeSet<>();
    for (JsonNode each : JSON.readTree(folder.read("r.rdjson")).get("diagnostics")) {
      if (each.get("severity").asText().equals("ERROR")) {
        assertThat(each.at("/location/range/start/line").asInt()).isEqualTo(6);
        assertThat(each.at("/location/range/start/column").asInt()).isEqualTo(5);
        rules.add(each.at("/code/value").asText());
      }
    }
    return rules;
  }

  @ParameterizedTest
  @CsvSource({
    "localnet-gone, recreate-localnet,"
        + " switch=neutron-11111111-1111-4111-8111-111111111111"
        + " name=provnet-33333333-3333-4333-8333-333333333333 physnet=physnet2",
    "uplink-gone, add-uplink, node=cmp bridge=br-ex port=enp6s18",
    "uplink-down, set-link-up, node=cmp interface=enp6s18",
    "mapping-removed, set-bridge-mappings, node=cmp physnet=physnet2 bridge=br-ex",
    "openflow-versions, set-bridge-protocols, node=cmp",
    "controller-stopped, continue-component, node=cmp component=controller",
  })
  void aRepairPassesInEveryForm(String row, String playbook, String params) throws Exception {
    folder.write("facts.json", BreakingCommands.facts(row));
    List<String> words = new java.util.ArrayList<>(List.of(playbook));
    for (String param : params.split(" ")) {
      words.addAll(List.of("-p", param));
    }
    assertThat(reviewsInAllForms(words.toArray(new String[0])))
        .as(folder.out() + folder.err())
        .isZero();
    assertThat(refusing()).isEmpty();
    assertThat(sarifRules()).isEmpty();
    assertThat(junitRules()).isEmpty();
    assertThat(folder.read("r.github")).doesNotContain("::error");
    assertThat(folder.read("r.markdown")).contains("1 of 1 plan passes").doesNotContain("refused");
  }

  /** The first incident, as it was typed. */
  @Test
  void theFourCommandsAreRefused() throws Exception {
    assertThat(
            folder.reviews(
                Path.of("src/lab/demo/four-commands.yaml").toString(),
                "-p",
                "switch=neutron-11111111-1111-4111-8111-111111111111",
                "--format",
                "github"))
        .isEqualTo(3);
    assertThat(folder.out())
        .contains(
            "::error file=src/lab/demo/four-commands.yaml,line=15,col=5,title=paths/no-loop::");
  }

  /** Those below the first ten are counted. */
  @Test
  void githubGetsTenAnnotationsOfALevel() throws Exception {
    for (int i = 0; i < 14; i++) {
      folder.command(
          "plans/" + i + ".yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    }
    assertThat(folder.reviews(folder.path("plans").toString(), "--format", "github")).isEqualTo(3);
    assertThat(folder.out().lines().filter(line -> line.startsWith("::error"))).hasSize(10);
    assertThat(folder.out()).contains("more of level error");
  }

  @Test
  void fingerprintsStayWhenLinesMoveAndStepsComeBefore() throws Exception {
    List<String> down = List.of("ip", "link", "set", "enp6s18", "down");
    Path plan = folder.command("plans/p.yaml", "cmp", down);
    assertThat(folder.reviews(plan.toString(), "--format", "json")).isEqualTo(3);
    List<String> before = fingerprints();
    folder.write(
        "plans/p.yaml",
        folder
            .read("plans/p.yaml")
            .replace(
                "steps:\n",
                "# more\n# lines\nsteps:\n  - service.restart: {component: controller}\n"
                    + "    nodes: {names: [net]}\n"));
    assertThat(folder.reviews(plan.toString(), "--format", "json")).isEqualTo(3);
    assertThat(fingerprints()).containsAll(before);
  }

  private List<String> fingerprints() throws IOException {
    return JSON.readTree(folder.out()).at("/plans/0/findings").findValuesAsText("fingerprint");
  }

  @Test
  void twoReviewsOfTheSameAreTheSameBytes() throws Exception {
    Path plan =
        folder.command("plans/p.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    for (String format : ReportFormat.words()) {
      folder.reviews(plan.toString(), "--format", format);
      String first = folder.out();
      folder.reviews(plan.toString(), "--format", format);
      assertThat(folder.out()).isEqualTo(first);
    }
  }
}
