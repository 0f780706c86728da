package io.safeops.approval;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What time it is, by all clocks that can be asked. One of them may be wrong, and nobody knows
 * which: so a time counts as over if one clock says so, and as not yet come if one clock says so.
 *
 * @param clocks those of the operator's machine and of the nodes, at least one
 * @param newestHead the newest signed head of a run that was seen. It is not now, but it cannot be
 *     later than now
 */
public record ClockSpan(List<Reading> clocks, Optional<Reading> newestHead) {

  /**
   * What a clock says.
   *
   * @param whose it is, as in {@code the clock of node net}
   */
  public record Reading(String whose, Instant at) {}

  public ClockSpan {
    clocks = List.copyOf(clocks);
    if (clocks.isEmpty()) {
      throw new IllegalArgumentException("no clock was read");
    }
  }

  /** The time of the clock that is most ahead, or of the newest head if that is later. */
  public Reading latest() {
    List<Reading> all = new ArrayList<>(clocks);
    newestHead.ifPresent(all::add);
    return all.stream().max(Comparator.comparing(Reading::at)).orElseThrow();
  }

  /** The time of the clock that is most behind. */
  public Reading earliest() {
    return clocks.stream().min(Comparator.comparing(Reading::at)).orElseThrow();
  }

  /** Why it is too late; empty within the last second, too. */
  Optional<String> expired(Validity validity) {
    Reading latest = latest();
    return isWithin(latest.at(), validity.notAfter())
        ? Optional.empty()
        : Optional.of("it was valid until " + validity.notAfter() + ", and " + says(latest));
  }

  /** The last second counts to its end: the clocks of nodes tell whole seconds. */
  private static boolean isWithin(Instant time, Instant lastSecond) {
    return time.isBefore(lastSecond.plusSeconds(1));
  }

  /** Why it is too early. */
  Optional<String> notYetValid(Validity validity) {
    Reading earliest = earliest();
    return earliest.at().isBefore(validity.notBefore())
        ? Optional.of("it is valid from " + validity.notBefore() + ", and " + says(earliest))
        : Optional.empty();
  }

  /** Why it is older than a policy allows. */
  Optional<String> tooOld(Validity validity, Duration maxAge) {
    Reading latest = latest();
    return isWithin(latest.at(), validity.issued().plus(maxAge))
        ? Optional.empty()
        : Optional.of(
            "it was signed at "
                + validity.issued()
                + ", the policy takes approvals for "
                + text(maxAge)
                + ", and "
                + says(latest));
  }

  private static String says(Reading reading) {
    return reading.whose() + " says " + reading.at();
  }

  private static String text(Duration time) {
    if (time.toDays() > 0 && time.equals(Duration.ofDays(time.toDays()))) {
      return time.toDays() + " d";
    }
    return time.toHours() > 0 && time.equals(Duration.ofHours(time.toHours()))
        ? time.toHours() + " h"
        : time.toSeconds() + " s";
  }
}
