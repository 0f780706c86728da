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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /**
   * By breakage and rule, the words of the command line that the findings point to; {@code step} is
   * the step, where no word is known.
   */
  private static final String PLACES =
      """
      uplink-gone           paths/stay                    'br-ex'
      uplink-down           paths/stay                    'enp6s18'
      uplink-down           understood/known-to-cut-off   'ip'
      uplink-mtu            paths/stay                    'enp6s18'
      uplink-mtu            understood/known-to-cut-off   'ip'
      uplink-tag            paths/stay                    'enp6s18'
      uplink-tag            paths/segments-stay-apart     step
      uplink-tag            understood/known-to-cut-off   'ovs-vsctl'
      uplink-other-bridge   paths/stay                    'br-ex'
      bond-both-down        paths/stay                    step
      bond-both-down        understood/known-to-cut-off   ip link set enp6s18
      bridge-no-flows       paths/stay                    'br-ex'
      bridge-no-flows       understood/known-to-cut-off   'ovs-ofctl'
      bridge-gone           paths/stay                    'br-ex'
      bridge-gone           paths/stay                    step
      bridge-gone           understood/known-to-cut-off   'ovs-vsctl'
      mapping-removed       paths/stay                    step
      mapping-removed       localnet/forwards             step
      mapping-to-br-int     paths/stay                    step
      localnet-gone         paths/stay                    step
      localnet-gone         neutron-ownership/rows-stay   'provnet-33333333-
      localnet-tag          paths/stay                    'provnet-33333333-
      localnet-disabled     paths/stay                    'provnet-33333333-
      localnet-type         paths/stay                    step
      localnet-options      paths/stay                    'provnet-33333333-
      encap-ip-removed      paths/stay                    'ovn-encap-ip'
      encap-type-vxlan      paths/stay                    step
      remote-wrong          paths/stay                    step
      port-addresses-empty  paths/stay                    '10000001-
      port-disabled         paths/stay                    '10000001-
      iface-id-removed      paths/stay                    'tap10000001-00'
      gateway-nobody        paths/stay                    step
      gateway-nobody        understood/known-to-cut-off   'ovn-nbctl'
      router-port-disabled  paths/stay                    'lrp-10000012-
      router-port-disabled  understood/known-to-cut-off   'ovn-nbctl'
      northbound-stopped    paths/stay                    step
      northbound-stopped    understood/known-to-cut-off   'pkill'
      openflow-versions     paths/stay                    'br-int'
      """;

  /** A refusal of a rule at a place. */
  private record Refusal(String rule, int line, int column) implements Comparable<Refusal> {

    static Refusal of(String rule, JsonNode line, JsonNode column) {
      return new Refusal(rule, line.asInt(), column.asInt());
    }

    @Override
    public int compareTo(Refusal other) {
      return Comparator.comparing(Refusal::rule)
          .thenComparing(Refusal::line)
          .thenComparing(Refusal::column)
          .compare(this, other);
    }
  }

  /** The refusals of the table, in a plan with the command line at line 6. */
  private static Set<Refusal> expected(String row, Path plan) throws IOException {
    String line = Files.readAllLines(plan).get(5);
    Set<Refusal> places = new TreeSet<>();
    for (String each : PLACES.lines().toList()) {
      String[] parts = each.split(" +", 3);
      if (parts[0].equals(row)) {
        int at = parts[2].equals("step") ? line.indexOf("exec:") : line.indexOf(parts[2]);
        assertThat(at)
            .as(each)
            .isPositive()
            .isEqualTo(line.lastIndexOf(parts[2].equals("step") ? "exec:" : parts[2]));
        places.add(new Refusal(parts[1], 6, at + 1));
      }
    }
    return places;
  }

  /** What refuses, of the findings of the JSON form. */
  private Set<Refusal> refusing() throws IOException {
    Set<Refusal> found = new TreeSet<>();
    for (JsonNode finding : JSON.readTree(folder.read("r.json")).at("/plans/0/findings")) {
      if (finding.get("level").asText().equals("error")) {
        found.add(
            Refusal.of(finding.get("rule").asText(), finding.get("line"), finding.get("column")));
      }
    }
    return found;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void aCauseIsRefusedInEveryForm(Typed typed) throws Exception {
    Path plan = folder.command("plans/typed.yaml", typed.node(), typed.argv());
    assertThat(reviewsInAllForms(plan.toString())).as(folder.out()).isEqualTo(3);
    Set<Refusal> refusals = refusing();
    assertThat(refusals).isEqualTo(expected(typed.row(), plan));
    assertThat(refusals).anyMatch(each -> each.rule().startsWith("paths/"));

    for (Refusal each : refusals) {
      assertThat(folder.out())
          .contains("REFUSED " + each.rule(), "    at " + plan + ":6:" + each.column() + "\n");
      assertThat(folder.read("r.github"))
          .contains("typed.yaml,line=6,col=" + each.column() + ",title=" + each.rule() + "::");
      assertThat(folder.read("r.markdown"))
          .contains(
              "- **refused** by "
                  + each.rule()
                  + " (step-1, line 6 column "
                  + each.column()
                  + "): ");
    }
    assertThat(sarif()).isEqualTo(refusals);
    assertThat(junit()).isEqualTo(refusals);
    assertThat(gitlab()).isEqualTo(refusals);
    assertThat(rdjson()).isEqualTo(refusals);
  }

  private int reviewsInAllForms(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of(words));
    for (String format : ReportFormat.words()) {
      all.add("--report");
      all.add(format + "=" + folder.path("r." + format));
    }
    return folder.reviews(all.toArray(new String[0]));
  }

  private Set<Refusal> sarif() throws IOException {
    JsonNode sarif = JSON.readTree(folder.read("r.sarif"));
    assertThat(sarifSchema().validate(folder.read("r.sarif"), InputFormat.JSON)).isEmpty();
    Set<Refusal> found = new TreeSet<>();
    for (JsonNode result : sarif.at("/runs/0/results")) {
      if (result.get("level").asText().equals("error")) {
        JsonNode region = result.at("/locations/0/physicalLocation/region");
        String rule = result.get("ruleId").asText();
        assertThat(
                sarif.at("/runs/0/tool/driver/rules/" + result.get("ruleIndex") + "/id").asText())
            .isEqualTo(rule);
        found.add(Refusal.of(rule, region.get("startLine"), region.get("startColumn")));
      }
    }
    return found;
  }

  private static Schema sarifSchema() throws IOException {
    try (InputStream in = ReportFormatsTest.class.getResourceAsStream("sarif-schema-2.1.0.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4).getSchema(in);
    }
  }

  private static final Pattern JUNIT_LINE =
      Pattern.compile("typed\\.yaml:([0-9]+):([0-9]+): error: ");

  private Set<Refusal> junit() throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(
                new ByteArrayInputStream(folder.read("r.junit").getBytes(StandardCharsets.UTF_8)));
    Set<Refusal> found = new TreeSet<>();
    NodeList failures = document.getElementsByTagName("failure");
    for (int i = 0; i < failures.getLength(); i++) {
      Element test = (Element) failures.item(i).getParentNode();
      assertThat(test.getAttribute("line")).isEqualTo("6");
      Matcher lines = JUNIT_LINE.matcher(failures.item(i).getTextContent());
      while (lines.find()) {
        found.add(
            new Refusal(
                test.getAttribute("name"),
                Integer.parseInt(lines.group(1)),
                Integer.parseInt(lines.group(2))));
      }
    }
    return found;
  }

  private Set<Refusal> gitlab() throws IOException {
    Set<Refusal> found = new TreeSet<>();
    Set<String> fingerprints = new TreeSet<>();
    for (JsonNode issue : JSON.readTree(folder.read("r.gitlab"))) {
      assertThat(fingerprints.add(issue.get("fingerprint").asText())).isTrue();
      if (issue.get("severity").asText().equals("blocker")) {
        assertThat(issue.at("/location/lines/begin"))
            .isEqualTo(issue.at("/location/positions/begin/line"));
        found.add(
            Refusal.of(
                issue.get("check_name").asText(),
                issue.at("/location/positions/begin/line"),
                issue.at("/location/positions/begin/column")));
      }
    }
    return found;
  }

  private Set<Refusal> rdjson() throws IOException {
    Set<Refusal> found = new TreeSet<>();
    for (JsonNode each : JSON.readTree(folder.read("r.rdjson")).get("diagnostics")) {
      if (each.get("severity").asText().equals("ERROR")) {
        found.add(
            Refusal.of(
                each.at("/code/value").asText(),
                each.at("/location/range/start/line"),
                each.at("/location/range/start/column")));
      }
    }
    return found;
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
    assertThat(sarif()).isEmpty();
    assertThat(junit()).isEmpty();
    assertThat(folder.read("r.github")).doesNotContain("::error");
    assertThat(folder.read("r.markdown")).contains("1 of 1 plan passes").doesNotContain("refused");
  }

  /** The first incident, as it was typed: all rules point to the new localnet. */
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
    String error = "::error file=src/lab/demo/four-commands.yaml,line=";
    assertThat(folder.out())
        .contains(
            error + "13,col=44,title=localnet/forwards::",
            error + "13,col=44,title=neutron-ownership/name-is-neutrons::",
            error + "15,col=47,title=paths/no-loop::");
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
