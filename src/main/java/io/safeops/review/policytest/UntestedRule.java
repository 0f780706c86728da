package io.safeops.review.policytest;

import io.safeops.document.Position;

/**
 * A rule whose tests would not notice if it refused everything, or nothing.
 *
 * @param rule its id
 * @param at its place in the file
 * @param refused whether some case expects it to refuse
 * @param passed whether some case expects it to let pass
 */
public record UntestedRule(String rule, Position at, boolean refused, boolean passed) {

  /** What is missing, in words. */
  public String lacks() {
    return !refused && !passed
        ? "no case"
        : refused ? "no case that it lets pass" : "no case that it refuses";
  }
}
