package io.safeops.review;

/**
 * A rule that the operator sets aside for this run.
 *
 * @param rule its id
 * @param because the reason, which the journal records
 */
public record Waiver(String rule, String because) {

  public Waiver {
    if (because.isBlank()) {
      throw new IllegalArgumentException("a rule is set aside only with a reason");
    }
  }
}
