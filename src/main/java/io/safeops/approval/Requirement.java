package io.safeops.approval;

import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has to approve a plan, as a policy says.
 *
 * @param by the principals who may approve it
 * @param anybody whether everybody may who is an allowed signer; {@code by} does not count then
 * @param atLeast how many of them, at least 1
 * @param maxAge how long after its signing an approval counts
 */
public record Requirement(Set<String> by, boolean anybody, int atLeast, Duration maxAge) {

  public Requirement {
    by = Collections.unmodifiableSet(new TreeSet<>(by));
    if (atLeast < 1) {
      throw new IllegalArgumentException("at least one principal has to approve");
    }
    if (maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("an approval counts for some time");
    }
  }

  /** These principals, and nobody else. */
  public Requirement(Set<String> by, int atLeast, Duration maxAge) {
    this(by, false, atLeast, maxAge);
  }

  /** Everybody who is an allowed signer. */
  public static Requirement byAnybody(int atLeast, Duration maxAge) {
    return new Requirement(Set.of(), true, atLeast, maxAge);
  }
}
