package io.safeops.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON Schema as a document, draft 7. */
final class SchemaDocument {

  private static final String DRAFT = "http://json-schema.org/draft-07/schema#";

  private SchemaDocument() {}

  /**
   * Its beginning.
   *
   * @param id a relative reference: it is not fetched from anywhere
   */
  static ObjectNode begin(String id, String title) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    return root.put("$schema", DRAFT).put("$id", id).put("title", title);
  }

  /**
   * Its text.
   *
   * @param definitions what it refers to, by name
   */
  static String text(ObjectNode root, ObjectNode definitions) {
    if (!definitions.isEmpty()) {
      root.set("definitions", definitions);
    }
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
    try {
      return new ObjectMapper().writer(printer).writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema that is no JSON", e);
    }
  }
}
