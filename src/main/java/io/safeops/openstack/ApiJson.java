package io.safeops.openstack;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * Reads the JSON answers of an API. Their content is not trusted: sizes and nesting are limited.
 */
final class ApiJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              new JsonFactoryBuilder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(65_536)
                          .maxNumberLength(32)
                          .maxNameLength(256)
                          .build())
                  .build())
          .build();

  private ApiJson() {}

  /** Reads an answer that must be a JSON object. */
  static JsonNode json(HttpCall call, HttpAnswer answer) throws OpenStackException {
    try {
      JsonNode root = MAPPER.readTree(answer.text());
      if (root != null && root.isObject()) {
        return root;
      }
      throw new OpenStackException(call.description() + ": the answer is not a JSON object");
    } catch (JsonProcessingException e) {
      // The original message without the location: the location quotes the answer.
      throw new OpenStackException(
          call.description()
              + ": the answer is not JSON: "
              + ServerText.line(e.getOriginalMessage()),
          e);
    }
  }

  /** The reason of a refusal: the status, and the server's own message if it gave one. */
  static String refusal(HttpAnswer answer) {
    String words = serverMessage(answer);
    return "it answered " + answer.status() + (words.isEmpty() ? "" : ": " + words);
  }

  private static String serverMessage(HttpAnswer answer) {
    try {
      JsonNode root = MAPPER.readTree(answer.text());
      // {"NeutronError": {"message": ...}}, {"error": {"message": ...}}, {"message": ...}
      for (JsonNode member : root == null ? List.<JsonNode>of() : root) {
        JsonNode message = member.isObject() ? member.path("message") : member;
        if (message.isTextual()) {
          return ServerText.line(message.textValue());
        }
      }
      return "";
    } catch (JsonProcessingException e) {
      return "";
    }
  }
}
