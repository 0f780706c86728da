package io.safeops.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Set;
import java.util.TreeSet;

/** The keys that a JSON Schema declares, each by the place of its declaration. */
final class SchemaKeys {

  private final JsonNode root;
  private final Set<String> found = new TreeSet<>();

  private SchemaKeys(JsonNode root) {
    this.root = root;
  }

  static JsonNode json(FileKind kind) {
    try {
      return new ObjectMapper().readTree(kind.json());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** All keys. */
  static Set<String> declared(FileKind kind) {
    SchemaKeys keys = new SchemaKeys(json(kind));
    keys.declared(keys.root, "");
    return keys.found;
  }

  /** The keys that a file has. */
  static Set<String> used(FileKind kind, JsonNode file) {
    SchemaKeys keys = new SchemaKeys(json(kind));
    keys.used(keys.root, "", file);
    return keys.found;
  }

  private void declared(JsonNode schema, String at) {
    if (schema.isMissingNode()) {
      return;
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            key -> {
              found.add(at + "/" + key.getKey());
              declared(key.getValue(), at + "/" + key.getKey());
            });
    declared(schema.path("items"), at + "/-");
    if (schema.path("additionalProperties").isObject()) {
      declared(schema.path("additionalProperties"), at + "/*");
    }
    for (JsonNode choice : schema.path("anyOf")) {
      declared(choice, at);
    }
    if (schema.has("$ref") && at.split("#", -1).length < 4) {
      declared(target(schema), at + "#");
    }
  }

  private void used(JsonNode schema, String at, JsonNode file) {
    if (schema.isMissingNode()) {
      return;
    }
    schema
        .path("properties")
        .properties()
        .forEach(
            key -> {
              if (file.has(key.getKey())) {
                found.add(at + "/" + key.getKey());
                used(key.getValue(), at + "/" + key.getKey(), file.get(key.getKey()));
              }
            });
    if (file.isArray()) {
      file.forEach(item -> used(schema.path("items"), at + "/-", item));
    } else if (file.isObject() && schema.path("additionalProperties").isObject()) {
      file.forEach(value -> used(schema.path("additionalProperties"), at + "/*", value));
    }
    for (JsonNode choice : schema.path("anyOf")) {
      used(choice, at, file);
    }
    if (schema.has("$ref")) {
      used(target(schema), at + "#", file);
    }
  }

  private JsonNode target(JsonNode schema) {
    return root.at(schema.get("$ref").asText().substring(1));
  }
}
