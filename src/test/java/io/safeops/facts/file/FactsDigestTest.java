package io.safeops.facts.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.DocumentException;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactsDigestTest {

  private static final Cluster FACTS = RecordedNodes.cluster();
  private static final FactsOrigin ORIGIN =
      new FactsOrigin("1.2.3", Optional.of("ab".repeat(32)), false);

  @TempDir private Path folder;

  private static String of(String json) throws DocumentException {
    return FactsDigest.of(YamlFile.parse("facts.json", json));
  }

  @Test
  void itIsThatOfTheCanonicalForm() throws Exception {
    String canonical =
        "{\"a\\u001b\":[true,\"\\u20ac\\\"\\\\\\n\",{\"x\":-12345678901234567}],\"b\":\"\"}";
    byte[] bytes = canonical.replace("\\u20ac", "\u20ac").getBytes(StandardCharsets.UTF_8);
    assertThat(
            of(
                "{ \"collectedAt\" : \"now\", \"b\" : \"\",\n \"digest\": 1, \"origin\": {},"
                    + " \"a\\u001B\": [ true, \"\\u20ac\\\"\\\\\\n\", {\"x\": -12345678901234567} ] }"))
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }

  @Test
  void neitherTheOrderOfKeysNorTheTimeNorTheOriginCounts() throws Exception {
    String digest = FactsDigest.of(FACTS);
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(FactsDigest.of(FACTS.toBuilder().collectedAt("2026-01-01T00:00:00Z").build()))
        .isEqualTo(digest);
    assertThat(of(FactsFile.text(FACTS, ORIGIN, digest))).isEqualTo(digest);
    assertThat(of(reversed(new ObjectMapper().readTree(FactsFile.text(FACTS))).toString()))
        .isEqualTo(digest);
  }

  private static JsonNode reversed(JsonNode node) {
    if (!(node instanceof ObjectNode object)) {
      return node;
    }
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    Collections.reverse(keys);
    ObjectNode turned = new ObjectMapper().createObjectNode();
    keys.forEach(key -> turned.set(key, reversed(object.get(key))));
    return turned;
  }

  @Test
  void everythingElseCounts() {
    assertThat(
            FactsDigest.of(FACTS.withNode("net", node -> node.toBuilder().uptimeCentis(1).build())))
        .isNotEqualTo(FactsDigest.of(FACTS));
  }

  @Test
  void aFileWithOriginAndDigestIsReadAsTheSameFacts() throws Exception {
    Path file = folder.resolve("facts.json");
    FactsFile.save(FACTS, ORIGIN, FactsDigest.of(FACTS), file);
    assertThat(Files.readString(file))
        .contains("\"safeops\" : \"1.2.3\"", "\"inventory\" : \"abab");
    assertThat(FactsFile.load(file)).isEqualTo(FACTS);
    assertThat(FactsDigest.of(FactsFile.load(file))).isEqualTo(FactsDigest.of(FACTS));
  }

  @Test
  void aFileThatWasChangedIsRefusedUnlessItsDigestIsRemoved() throws Exception {
    String text = FactsFile.text(FACTS, ORIGIN, FactsDigest.of(FACTS));
    String changed = text.replaceFirst("\"roles\" : \\[ \"", "\"roles\" : [ \"x");
    assertThat(changed).isNotEqualTo(text);
    assertThatThrownBy(() -> load(changed))
        .isInstanceOf(DocumentException.class)
        .hasMessageContaining("facts.json:7:14: the facts were changed after safeops wrote them")
        .hasMessageContaining("remove the key `digest`");
    assertThat(load(changed.replaceFirst("\"digest\" : \"[0-9a-f]+\",", "")).nodes()).hasSize(3);
  }

  private static Cluster load(String text) throws DocumentException {
    return FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8));
  }
}
