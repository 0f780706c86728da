package io.safeops.approval;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When an approval may be used, and how often. All times are whole seconds of the years 1970 to
 * 9999.
 *
 * @param issued when it was signed, by the clock of the approver
 * @param notBefore the first second at which a run may begin; not before {@code issued}
 * @param notAfter the last second at which a run may begin
 * @param uses how many runs it covers, 1 to {@value #MOST_USES}
 */
public record Validity(Instant issued, Instant notBefore, Instant notAfter, int uses) {

  /** Whoever needs more runs than this wants a rule and not an approval. */
  public static final int MOST_USES = 1000;

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  public Validity {
    requireSecond("the time of signing", issued);
    requireSecond("not-before", notBefore);
    requireSecond("not-after", notAfter);
    if (notBefore.isBefore(issued)) {
      throw new IllegalArgumentException(
          "not-before " + notBefore + " is before the time of signing " + issued);
    }
    if (!notAfter.isAfter(notBefore)) {
      throw new IllegalArgumentException(
          "not-after " + notAfter + " is not after not-before " + notBefore);
    }
    if (uses < 1 || uses > MOST_USES) {
      throw new IllegalArgumentException(
          "an approval covers 1 to " + MOST_USES + " runs, not " + uses);
    }
  }

  private static void requireSecond(String what, Instant time) {
    if (!time.truncatedTo(ChronoUnit.SECONDS).equals(time)
        || time.isBefore(FIRST)
        || time.isAfter(LAST)) {
      throw new IllegalArgumentException(
          what + " " + time + " is not a whole second of the years 1970 to 9999");
    }
  }
}
