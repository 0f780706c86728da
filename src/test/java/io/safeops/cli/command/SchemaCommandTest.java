package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir private Path folder;

  private int types(String... args) {
    return Main.run(out, err, args);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "values",
        "inventory",
        "policy",
        "policy-test",
        "sketch",
        "facts",
        "review",
        "events"
      })
  void printsTheSchemaOfAKindOfFile(String kind) throws Exception {
    assertThat(types("schema", kind)).isZero();
    JsonNode schema = JSON.readTree(out.toByteArray());
    assertThat(schema.path("$schema").asText()).contains("json-schema.org/draft-07");
    assertThat(schema.path("$id").asText()).isEqualTo("safeops/v1/" + kind);
    assertThat(schema.path("title").asText()).isNotBlank();
  }

  @Test
  void printsTheSameEachTime() {
    types("schema", "plan");
    String first = out.toString(StandardCharsets.UTF_8);
    out.reset();
    types("schema", "plan");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(first);
  }

  @Test
  void anUnknownKindIsRefusedWithTheKnownOnes() {
    assertThat(types("schema", "inventori")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            safeops: there is no schema "inventori", did you mean `inventory`?; the kinds are plan, values, \
            inventory, policy, policy-test, sketch, facts, review, events
            """);
  }

  @Test
  void neitherAKindNorAFolderIsRefused() {
    assertThat(types("schema")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("give either a kind of file, or --all");
  }

  @Test
  void writesAllIntoAFolder() throws Exception {
    Path schemas = folder.resolve("new/schemas");
    assertThat(types("schema", "--all", schemas.toString(), "--format", "json")).isZero();
    assertThat(JSON.readTree(out.toByteArray()).path("schemas")).hasSize(9);
    types("schema", "plan");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(Files.readString(schemas.resolve("plan.json")).strip());
  }
}
