package io.safeops.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.Schema;
import io.safeops.document.Schema.AnyOf;
import io.safeops.document.Schema.ByWord;
import io.safeops.document.Schema.Decimal;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Flag;
import io.safeops.document.Schema.Key;
import io.safeops.document.Schema.ListOf;
import io.safeops.document.Schema.MapOf;
import io.safeops.document.Schema.Meanings;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Text;
import io.safeops.document.Schema.WholeNumber;
import io.safeops.document.Schema.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the schema of what safeops itself writes as JSON Schema, draft 7. Other than for files
 * that people write, a value has one type only. An object may have more keys than the schema has: a
 * newer safeops may write them, and a program that checks by an older schema must go on.
 */
final class OutputJsonSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String OPEN =
      "What safeops writes. A newer safeops may write more keys than these. The word at `format`"
          + " changes when a key goes, gets another meaning, or has a word that is not listed here.";

  private final ObjectNode definitions = JSON.objectNode();

  private OutputJsonSchema() {}

  /**
   * The text of a JSON Schema.
   *
   * @param id a relative reference: it is not fetched from anywhere
   */
  static String of(String id, String title, Schema schema) {
    OutputJsonSchema writer = new OutputJsonSchema();
    ObjectNode root = SchemaDocument.begin(id, title).put("description", OPEN);
    root.setAll(writer.schema(schema));
    return SchemaDocument.text(root, writer.definitions);
  }

  private ObjectNode schema(Schema schema) {
    if (schema instanceof Text text) {
      return text(text);
    }
    if (schema instanceof Words words) {
      ObjectNode node = JSON.objectNode();
      words.words().forEach(node.putArray("enum")::add);
      return node;
    }
    if (schema instanceof Meanings meanings) {
      return meanings(meanings);
    }
    if (schema instanceof WholeNumber number) {
      return number(number);
    }
    if (schema instanceof Decimal) {
      return typed("number").put("minimum", 0);
    }
    if (schema instanceof Flag) {
      return typed("boolean");
    }
    if (schema instanceof ListOf list) {
      return list(list);
    }
    if (schema instanceof MapOf map) {
      return typed("object").set("additionalProperties", schema(map.value()));
    }
    if (schema instanceof Fields fields) {
      return fields(fields);
    }
    if (schema instanceof ByWord byWord) {
      return byWord(byWord);
    }
    if (schema instanceof AnyOf several) {
      return anyOf(several.choices().stream().map(this::schema).toList());
    }
    if (schema instanceof Named named) {
      return reference(named);
    }
    throw new IllegalArgumentException("only for files that people write: " + schema);
  }

  private static ObjectNode typed(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ObjectNode text(Text text) {
    ObjectNode node = typed("string");
    text.pattern()
        .ifPresent(
            pattern ->
                node.put("pattern", "^(?:" + JsonSchema.ecmaScript(pattern.pattern()) + ")$"));
    return node;
  }

  private static ObjectNode meanings(Meanings words) {
    ObjectNode node = JSON.objectNode();
    ArrayNode choices = node.putArray("anyOf");
    words
        .meanings()
        .forEach(
            (word, meaning) -> choices.addObject().put("const", word).put("description", meaning));
    if (words.others()) {
      choices.add(typed("string").put("description", "a word of another version of safeops"));
    }
    return node;
  }

  private static ObjectNode number(WholeNumber number) {
    ObjectNode node = typed("integer");
    if (number.least() > Long.MIN_VALUE) {
      node.put("minimum", number.least());
    }
    if (number.most() < Long.MAX_VALUE) {
      node.put("maximum", number.most());
    }
    return node;
  }

  private ObjectNode list(ListOf list) {
    ObjectNode node = typed("array");
    node.set("items", schema(list.member()));
    if (list.least() > 0) {
      node.put("minItems", list.least());
    }
    return node;
  }

  private ObjectNode fields(Fields fields) {
    ObjectNode node = typed("object");
    ObjectNode properties = node.putObject("properties");
    for (Key key : fields.keys()) {
      properties.set(key.name(), described(key));
    }
    List<String> required = fields.keys().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      required.forEach(node.putArray("required")::add);
    }
    return node.put("additionalProperties", true);
  }

  private ObjectNode described(Key key) {
    ObjectNode value = schema(key.schema());
    // Draft 7 ignores a description beside a reference.
    return (value.has("$ref") ? anyOf(List.of(value)) : value)
        .put("description", key.description());
  }

  private ObjectNode byWord(ByWord byWord) {
    Map<Schema, List<String>> words = new LinkedHashMap<>();
    byWord
        .cases()
        .forEach((word, told) -> words.computeIfAbsent(told, each -> new ArrayList<>()).add(word));
    ObjectNode node = fields(byWord.fields());
    ArrayNode cases = node.putArray("allOf");
    words.forEach(
        (told, of) -> {
          ObjectNode one = cases.addObject();
          one.putObject("if").putObject("properties").set(byWord.word(), schema(Schema.words(of)));
          one.putObject("then").putObject("properties").set(byWord.told(), schema(told));
        });
    return node;
  }

  private static ObjectNode anyOf(List<ObjectNode> forms) {
    ObjectNode node = JSON.objectNode();
    forms.forEach(node.putArray("anyOf")::add);
    return node;
  }

  private ObjectNode reference(Named named) {
    if (!definitions.has(named.name())) {
      // Taken before it is written: it may refer to itself.
      definitions.putObject(named.name());
      definitions.set(named.name(), schema(named.schema().get()));
    }
    return JSON.objectNode().put("$ref", "#/definitions/" + named.name());
  }
}
