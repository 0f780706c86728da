package io.safeops.cli.report;

import io.safeops.document.Position;
import io.safeops.review.Place;
import java.util.List;
import java.util.Locale;

/**
 * Something that a review has to say about a place in a plan.
 *
 * @param rule the id of the rule, as {@code paths/no-loop}; what is no rule has an id that begins
 *     with {@code plan/}, {@code facts/} or {@code run/}
 * @param place in the plan: the word that it is about if that is known, else its step or the plan
 * @param plan the plan file as it was named
 * @param step the id of the step; empty if it is about the plan as a whole
 * @param message what is wrong
 * @param because why the operator has set it aside; empty if nobody has
 * @param remedies commands that help instead
 * @param fingerprint 64 hex digits that stay the same when lines move or other steps come and go:
 *     the SHA-256 digest of rule, plan file, action and item
 */
public record Finding(
    Level level,
    String rule,
    Place place,
    String plan,
    String step,
    String message,
    String because,
    List<String> remedies,
    String fingerprint) {

  /** How bad it is. */
  public enum Level {
    /** The plan is refused, or could not be reviewed. */
    ERROR,
    WARNING,
    /** A rule that is set aside. */
    NOTE;

    /** As SARIF and others write it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Finding {
    remedies = List.copyOf(remedies);
  }

  /** The message with the reason why it is set aside. */
  String text() {
    return because.isEmpty() ? message : message + " (set aside: " + because + ")";
  }

  /** Where its place begins. */
  Position at() {
    return place.at();
  }

  /** The line for a reader that counts from 1: the first one if it is about the whole file. */
  int line() {
    return Math.max(1, at().line());
  }

  /** The column for a reader that counts from 1. */
  int column() {
    return Math.max(1, at().column());
  }
}
