package io.safeops.openstack;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** The JSON of an API, taken as hostile until it is read. */
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

  /** An object. */
  static JsonNode json(HttpCall call, HttpAnswer answer) throws OpenStackException {
    try {
      JsonNode root = MAPPER.readTree(answer.text());
      if (root != null && root.isObject()) {
        return root;
      }
      throw new OpenStackException(call.words() + ": it answered with no JSON object");
    } catch (JsonProcessingException e) {
      // The original message without the place, which quotes the answer.
      throw new OpenStackException(
          call.words() + ": it did not answer in JSON: " + ServerText.line(e.getOriginalMessage()),
          e);
    }
  }

  /** Why a server refused, in its own words where it has some. */
  static String refusal(HttpAnswer answer) {
    String words = words(answer);
    return "it answered " + answer.status() + (words.isEmpty() ? "" : ": " + words);
  }

  private static String words(HttpAnswer answer) {
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
