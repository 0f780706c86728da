package io.safeops.approval;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * What the operator signs to run an approved plan: it says who runs it, which approvals it uses,
 * and why.
 *
 * @param run its id
 * @param plan the digest of the plan
 * @param approvals the digests of the approvals, {@link SignedApproval#digest}
 * @param user as whom the operator is logged in
 * @param reason why the plan is run now
 * @param at when, by the clock of this machine
 */
public record Mandate(
    String run, String plan, List<String> approvals, String user, String reason, Instant at) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Mandate {
    approvals = List.copyOf(approvals);
    user = PlainLine.of(user);
    reason = PlainLine.of(reason);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a plan is run for a reason");
    }
  }

  /** The bytes that are signed: canonical JSON (RFC 8785). */
  public byte[] bytes() {
    ObjectNode object = JSON.createObjectNode();
    object.put("format", "safeops.mandate");
    object.put("version", "1");
    object.put("run", run);
    object.put("plan", plan);
    ArrayNode digests = object.putArray("approvals");
    approvals.forEach(digests::add);
    object.put("user", user);
    object.put("reason", reason);
    object.put("at", at.toString());
    return ApprovalText.canonical(object.toString());
  }
}
