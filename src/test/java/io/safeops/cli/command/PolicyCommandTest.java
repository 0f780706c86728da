package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  @Test
  void listsARuleALine() {
    assertThat(types("policy", "list")).isZero();
    assertThat(out.toString())
        .containsPattern(
            "paths/no-loop +deny +operator +a loop in a layer-2 segment, as by a second localnet")
        .containsPattern("management-path/short-lease +deny +never ")
        .containsPattern("management-path/no-way-around +warn ");
  }

  @Test
  void listsForPrograms() throws IOException {
    assertThat(types("policy", "list", "--format", "json")).isZero();
    JsonNode rules = JSON.readTree(out.toString());
    assertThat(rules)
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.path("about").asText()).isNotEmpty());
  }

  @Test
  void explainsOne() {
    assertThat(types("policy", "explain", "paths/no-loop")).isZero();
    assertThat(out.toString())
        .contains(
            "paths/no-loop  (builtin:policies/paths.yaml:",
            "guards against  a loop in a layer-2 segment",
            "source          incident 000: 110,000 to 170,000 packets/s",
            "a violation     refuses a plan that adds one, or makes one worse",
            "made worse by   it.extent",
            "set aside by    the operator: --waive paths/no-loop",
            "repaired by     safeops apply remove-localnet");
  }

  @Test
  void explainsForPrograms() throws IOException {
    assertThat(types("policy", "explain", "understood/opaque", "--format", "json")).isZero();
    JsonNode rule = JSON.readTree(out.toString());
    assertThat(rule.path("expression").asText()).isEqualTo("it.understanding != 'opaque'");
    assertThat(rule.path("playbooks")).isEmpty();
    assertThat(rule.path("waive").asText()).isEqualTo("approval");
    assertThat(rule.path("meanwhile").asText()).isEqualTo("operator");
  }

  @Test
  void explainsWhoSetsItAsideAsLongAsNobodyCanApprove() {
    assertThat(types("policy", "explain", "understood/opaque")).isZero();
    assertThat(out.toString())
        .contains(
            "an approval. Nobody can give one yet; until then the operator: --waive"
                + " understood/opaque --because");
    assertThat(types("policy", "explain", "paths/operator-stays")).isZero();
    assertThat(out.toString())
        .contains("set aside by    nobody yet: it takes an approval, and nobody can give one yet");
  }

  @Test
  void doesNotExplainWhatIsNotThere() {
    assertThat(types("policy", "explain", "paths/no-lop")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean `paths/no-loop`?");
  }

  @Test
  void testsWhatIsBuiltIn() throws IOException {
    assertThat(types("policy", "test")).as("%s", out).isZero();
    assertThat(out.toString()).containsPattern("[0-9]+ rules, [0-9]+ cases: all as expected");
  }

  @Test
  void namesWhatFailsAndWhatIsNotTested() throws IOException {
    Files.writeString(
        folder.resolve("own.yaml"),
        """
        apiVersion: safeops/v1
        kind: Policy
        metadata: {name: own}
        rules:
          - {id: own/all, each: cluster.nodes, expression: "false", message: "no ${it.name}", waive: never}
        """);
    Files.createDirectory(folder.resolve("tests"));
    Files.writeString(
        folder.resolve("tests/own.yaml"),
        """
        apiVersion: safeops/v1
        kind: PolicyTest
        metadata: {name: own}
        cases:
          - {case: nothing is wrong, passes: [own/all]}
        """);
    assertThat(types("policy", "test", "--policies", folder.toString())).isEqualTo(3);
    assertThat(out.toString())
        .contains(
            "FAILED " + folder + "/tests/own.yaml:5:12: nothing is wrong",
            "own/all should let it pass, but said: no net",
            "UNTESTED " + folder + "/own.yaml:5:10: own/all: no case that it refuses",
            "1 not as expected");
    out.getBuffer().setLength(0);
    assertThat(types("policy", "test", "--policies", folder.toString(), "--format", "json"))
        .isEqualTo(3);
    assertThat(JSON.readTree(out.toString()).path("untested").path(0).path("lacks").asText())
        .isEqualTo("no case that it refuses");
  }

  private int types(String... line) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(line);
  }
}
