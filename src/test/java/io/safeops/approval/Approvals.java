package io.safeops.approval;

import java.security.SecureRandom;
import java.time.Instant;

/** Approvals of the usual plan. */
final class Approvals {

  static final Instant ISSUED = Instant.parse("2026-12-01T10:00:00Z");
  static final Instant NOT_BEFORE = Instant.parse("2026-12-01T20:00:00Z");
  static final Instant NOT_AFTER = Instant.parse("2026-12-02T04:00:00Z");
  static final Validity VALIDITY = new Validity(ISSUED, NOT_BEFORE, NOT_AFTER, 2);

  private Approvals() {}

  static ApprovalTerms.Builder terms(String approver) {
    return ApprovalTerms.builder(approver, VALIDITY).purpose("the maintenance of December");
  }

  static Approval of(BindingSource source, String approver) throws ApprovalException {
    return ApprovalDraft.of(source, terms(approver).build(), new SecureRandom());
  }
}
