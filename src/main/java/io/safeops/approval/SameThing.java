package io.safeops.approval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether two approvals are of the same. Who signs, when, for how long, how often, for which
 * purpose and with which salt may differ, and the words of a reason. That digests of secrets differ
 * with the salt says nothing: each of them was compared with the run.
 */
final class SameThing {

  private static final List<String> OWN =
      List.of("id", "approver", "purpose", "issued", "notBefore", "notAfter", "uses", "salt");

  private static final String BINDING = "binding";
  private static final String SALTED = "salted";

  private SameThing() {}

  /** The same text for approvals of the same. */
  static String text(Approval approval) {
    return new String(ApprovalText.canonical(json(approval).toString()), StandardCharsets.UTF_8);
  }

  /** The parts of the statement that differ between two approvals, by their keys. */
  static List<String> differing(Approval one, Approval other) {
    ObjectNode first = json(one);
    ObjectNode second = json(other);
    List<String> keys = new ArrayList<>(differing(first, second));
    if (keys.remove(BINDING)) {
      keys.addAll(differing(first.path(BINDING), second.path(BINDING)));
    }
    return keys;
  }

  private static List<String> differing(JsonNode one, JsonNode other) {
    TreeSet<String> keys = new TreeSet<>();
    one.fieldNames().forEachRemaining(keys::add);
    other.fieldNames().forEachRemaining(keys::add);
    keys.removeIf(key -> one.path(key).equals(other.path(key)));
    return List.copyOf(keys);
  }

  private static ObjectNode json(Approval approval) {
    ObjectNode json = ApprovalWriter.json(approval);
    json.remove(OWN);
    if (approval.binding().plan().isSalted()
        && json.path(BINDING).path("plan") instanceof ObjectNode plan) {
      plan.remove("digest");
    }
    json.path(BINDING)
        .path("rules")
        .path("waived")
        .forEach(
            waiver -> {
              if (waiver instanceof ObjectNode object) {
                object.remove("because");
              }
            });
    withoutSalted(json);
    return json;
  }

  private static void withoutSalted(JsonNode node) {
    if (node instanceof ObjectNode object && object.has(SALTED)) {
      object.put(SALTED, "");
    }
    node.forEach(SameThing::withoutSalted);
  }
}
