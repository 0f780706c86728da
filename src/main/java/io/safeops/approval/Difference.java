package io.safeops.approval;

/**
 * What is not as it was approved.
 *
 * @param thing its name, as in {@code node net: host keys}
 * @param approved what was approved
 * @param now what is now
 */
public record Difference(Kind kind, String thing, String approved, String now) {

  /** What the thing is part of. */
  public enum Kind {
    PROGRAM,
    CLUSTER,
    PLAN,
    PARAMETER,
    GUARD,
    NODE,
    ACTION,
    /** What the plan makes of a thing. */
    EFFECT,
    /** What a thing is before the plan. */
    BEFORE,
    RULE
  }

  static Difference of(Kind kind, String thing, String approved, String now) {
    return new Difference(
        kind,
        PlainLine.of(thing),
        PlainLine.excerpt(approved, now),
        PlainLine.excerpt(now, approved));
  }

  /** One plain line. */
  @Override
  public String toString() {
    return thing + ": approved " + approved + ", now " + now;
  }
}
