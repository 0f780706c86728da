package io.safeops.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.registry.Actions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an editor shows of a plan. */
class PlanSchemaTest {

  private static JsonNode step() {
    return SchemaKeys.json(FileKind.PLAN).at("/properties/steps/items/properties");
  }

  @Test
  void aStepHasEachActionWithADescription() {
    for (String action : Actions.names()) {
      assertThat(step().path(action).path("description").asText()).as(action).isNotBlank();
    }
    assertThat(step().path("ovn.localnet.create").path("description").asText())
        .isEqualTo("give a logical switch a localnet port to a provider network");
  }

  @Test
  void anActionHasItsArgumentsAndSaysWhichItNeeds() {
    JsonNode create = step().path("ovn.localnet.create");
    assertThat(create.path("properties").properties().stream().map(Map.Entry::getKey))
        .containsExactly("switch", "name", "physnet", "tag");
    assertThat(create.path("required").toString()).isEqualTo("[\"switch\",\"physnet\"]");
    assertThat(create.at("/properties/tag/description").asText())
        .isEqualTo("the VLAN tag, 1 to 4094; none if missing");
    assertThat(step().at("/service.restart/properties/component/anyOf/0/enum").toString())
        .contains("\"vswitchd\"");
  }

  @ParameterizedTest
  @EnumSource
  void eachKeyHasADescription(FileKind kind) {
    List<String> without = new ArrayList<>();
    keys(SchemaKeys.json(kind), "", without);
    assertThat(without).isEmpty();
  }

  private static void keys(JsonNode schema, String at, List<String> without) {
    for (Map.Entry<String, JsonNode> entry : schema.properties()) {
      if (entry.getKey().equals("properties") && !at.matches(".*/(allOf|if|not)(/.*)?")) {
        for (Map.Entry<String, JsonNode> key : entry.getValue().properties()) {
          if (key.getValue().path("description").asText().isBlank()) {
            without.add(at + "/" + key.getKey());
          }
        }
      }
      keys(entry.getValue(), at + "/" + entry.getKey(), without);
    }
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      keys(schema.get(i), at + "/" + i, without);
    }
  }

  /** Editors read patterns as ECMAScript, which knows no possessive quantifiers and no classes. */
  @ParameterizedTest
  @EnumSource
  void patternsAreThoseOfEcmaScript(FileKind kind) {
    List<String> patterns =
        SchemaKeys.json(kind).findValues("pattern").stream()
            .filter(JsonNode::isTextual)
            .map(JsonNode::asText)
            .toList();
    assertThat(patterns)
        .isNotEmpty()
        .noneMatch(each -> each.matches(".*([*+?}]\\+|\\\\p|\\(\\?[a-z]).*"));
  }
}
