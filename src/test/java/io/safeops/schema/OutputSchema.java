package io.safeops.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The printed schema of what safeops writes, as a validator that is not ours understands it. The
 * strict form refuses what the schema does not describe: other keys, and words of other versions.
 */
public final class OutputSchema {

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

  private final JsonNode json;
  private final Schema open;
  private final Schema strict;

  private OutputSchema(FileKind kind) {
    json = SchemaKeys.json(kind);
    open = schema(kind.word(), json);
    JsonNode closed = json.deepCopy();
    close(closed);
    strict = schema(kind.word() + "-strict", closed);
  }

  public static OutputSchema of(FileKind kind) {
    return new OutputSchema(kind);
  }

  private static Schema schema(String name, JsonNode json) {
    return REGISTRY.getSchema(SchemaLocation.of("file:///schema/" + name + ".json"), json);
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.path("additionalProperties").asBoolean()) {
      object.put("additionalProperties", false);
    }
    if (schema.path("anyOf") instanceof ArrayNode choices && choices.get(0).has("const")) {
      choices.removeIf(choice -> !choice.has("const"));
    }
    schema.forEach(OutputSchema::close);
  }

  /** What a program that has the printed schema finds wrong. */
  public List<String> problems(JsonNode value) {
    return open.validate(value).stream().map(Object::toString).toList();
  }

  /** What is wrong or not described. */
  public List<String> strictProblems(JsonNode value) {
    List<String> problems = new ArrayList<>(problems(value));
    strict.validate(value).forEach(each -> problems.add(each.toString()));
    return problems;
  }

  /** All keys and all words of it, each by the place of its declaration. */
  public Set<String> declared() {
    Set<String> all = new TreeSet<>();
    declared(json, "", all);
    return all;
  }

  private static void declared(JsonNode schema, String at, Set<String> all) {
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String name = member.getKey();
      if (name.equals("properties") && !at.endsWith("/if") && !at.endsWith("/then")) {
        member.getValue().properties().forEach(key -> all.add(at + "/" + key.getKey()));
      }
      if (name.equals("const")) {
        all.add(at + "=" + member.getValue().asText());
      }
      declared(member.getValue(), at + (name.equals("properties") ? "" : "/" + name), all);
    }
    for (int i = 0; schema.isArray() && i < schema.size(); i++) {
      declared(schema.get(i), at, all);
    }
  }

  /** The keys and words that a value has, named as {@link #declared} names them. */
  public Set<String> used(JsonNode value) {
    Set<String> found = new TreeSet<>();
    used(json, "", value, found);
    return found;
  }

  private void used(JsonNode schema, String at, JsonNode value, Set<String> found) {
    for (JsonNode choice : schema.path("anyOf")) {
      if (mayBe(choice, value)) {
        used(choice, at + "/anyOf", value, found);
      }
    }
    if (schema.has("const")) {
      found.add(at + "=" + value.asText());
    }
    if (schema.has("$ref")) {
      String target = schema.get("$ref").asText().substring(1);
      used(json.at(target), target, value, found);
    }
    for (Map.Entry<String, JsonNode> key : schema.path("properties").properties()) {
      if (value.has(key.getKey())) {
        if (!at.endsWith("/then")) {
          found.add(at + "/" + key.getKey());
        }
        used(key.getValue(), at + "/" + key.getKey(), value.get(key.getKey()), found);
      }
    }
    if (value.isArray()) {
      value.forEach(member -> used(schema.path("items"), at + "/items", member, found));
    }
    for (JsonNode part : schema.path("allOf")) {
      if (part.at("/if/properties").properties().stream()
          .allMatch(key -> isAmong(key.getValue().path("enum"), value.path(key.getKey())))) {
        used(part.path("then"), at + "/allOf/then", value, found);
      }
    }
  }

  /** Whether a form may be that of a value: it has the keys that the form requires. */
  private boolean mayBe(JsonNode form, JsonNode value) {
    if (form.has("$ref")) {
      return mayBe(json.at(form.get("$ref").asText().substring(1)), value);
    }
    boolean isWord = !form.has("const") || form.get("const").equals(value);
    for (JsonNode key : form.path("required")) {
      isWord &= value.has(key.asText());
    }
    return isWord;
  }

  private static boolean isAmong(JsonNode words, JsonNode word) {
    for (JsonNode each : words) {
      if (each.equals(word)) {
        return true;
      }
    }
    return false;
  }
}
