package io.safeops.facts.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.document.DocumentException;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.Node;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FactsFileTest {

  @Test
  void whatIsSavedLoadsAgainAsTheSame(@TempDir Path directory) throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    Path file = directory.resolve("facts.json");
    FactsFile.save(cluster, file);
    assertThat(FactsFile.load(file)).isEqualTo(cluster);
  }

  static Stream<Arguments> doctored() {
    return Stream.of(
        Arguments.of("safeops-facts/1", "safeops-facts/9", "format of facts is"),
        Arguments.of("\"nodes\"", "\"nodez\"", "unknown key `nodez`, did you mean `nodes`?"),
        Arguments.of("\"mtu\" : 1500", "\"mtu\" : \"soon\"", "expected a whole number"),
        Arguments.of("\"failMode\" : \"\"", "\"failMode\" : []", "expected text, found a list"),
        Arguments.of("\"kind\" : \"veth\"", "\"kind\" : \"magic\"", "`magic`, not one of"),
        Arguments.of("\"prefix\" : 24", "\"prefix\" : 99", "prefix length of"),
        Arguments.of("\"up\" : true", "\"up\" : maybe", "not JSON"),
        Arguments.of("\"type\" : \"localnet\"", "\"typo\" : \"localnet\"", "`type` is missing"));
  }

  @ParameterizedTest
  @MethodSource("doctored")
  void aDoctoredFileIsRefusedWithItsPlace(String from, String to, String message) {
    String text = FactsFile.text(RecordedNodes.cluster());
    assertThat(text).contains(from);
    String doctored = text.replaceFirst(Pattern.quote(from), to);
    assertThatThrownBy(
            () -> FactsFile.load("facts.json", doctored.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining(message)
        .message()
        .matches("(?s)facts\\.json:[0-9]+:[0-9]+: .*");
  }

  private static Node loaded(String file) throws Exception {
    Cluster cluster = FactsFile.load("facts.json", file.getBytes(StandardCharsets.UTF_8));
    return cluster.node("net").orElseThrow();
  }

  /** It was among the tools; a word of a newer safeops is not understood, and that is no error. */
  @Test
  void theGuardsUnitIsReadFromFilesOfEveryAge() throws Exception {
    Cluster cluster =
        RecordedNodes.cluster()
            .withNode("net", node -> node.toBuilder().guardUnit(GuardUnit.SURVIVES_REBOOT).build());
    String now = FactsFile.text(cluster);
    String fact = "\"guardUnit\" : \"survives-reboot\",";
    assertThat(now).containsOnlyOnce("guardUnit").contains(fact);
    assertThat(loaded(now).guardUnit()).isEqualTo(GuardUnit.SURVIVES_REBOOT);

    String without = now.replace(fact, "");
    assertThat(loaded(without).guardUnit()).isEqualTo(GuardUnit.UNKNOWN);
    assertThat(loaded(now.replace("survives-reboot", "magic")).guardUnit())
        .isEqualTo(GuardUnit.UNKNOWN);

    Node old =
        loaded(without.replace("\"tools\" : {", "\"tools\" : {\n\"guard-unit\" : \"survives\","));
    assertThat(old.guardUnit()).isEqualTo(GuardUnit.SURVIVES_REBOOT);
    assertThat(old).isEqualTo(cluster.node("net").orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[]", "7", "{}", "{\"format\":", "''"})
  void somethingElseIsNoFacts(String text) {
    assertThatThrownBy(() -> FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DocumentException.class);
  }
}
