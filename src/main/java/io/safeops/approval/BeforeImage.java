package io.safeops.approval;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the facts showed of each thing of the footprint when the plan was reviewed, and whether that
 * is a condition.
 *
 * @param things a text for each thing, by its name
 */
public record BeforeImage(Match match, Map<String, String> things) {

  /** What the things may be before the run. */
  public enum Match {
    /** Only what they were at the review. */
    SAME,
    /**
     * Anything, if the plan makes the same of them: for an approval that is given before the fault
     * that the plan mends.
     */
    ANY;

    /** As an approval and the command line write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BeforeImage {
    things = Collections.unmodifiableMap(new TreeMap<>(things));
  }
}
