package io.safeops.approval;

/**
 * Why approvals do not let a plan run.
 *
 * @param text one plain sentence
 */
public record Refusal(Kind kind, String text) {

  /** What is wrong. */
  public enum Kind {
    /** No approval is given. */
    NONE,
    /** The signature does not count. */
    SIGNATURE,
    EXPIRED,
    NOT_YET_VALID,
    /** It is older than the policy allows. */
    TOO_OLD,
    /** Something is not as it was approved. */
    DIFFERENT,
    /** The operator signed it. */
    SELF_APPROVED,
    /** Who signed it may not approve this plan. */
    NOT_ALLOWED,
    /** Nobody may approve this plan. */
    NOBODY_ALLOWED,
    /** Too few principals have approved it. */
    TOO_FEW,
    /** Approvals that would be enough are not of the same. */
    NOT_THE_SAME,
    /** Something else, such as a revocation. */
    OTHER
  }

  public Refusal {
    text = PlainLine.of(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
