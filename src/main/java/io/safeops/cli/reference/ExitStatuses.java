package io.safeops.cli.reference;

import java.util.List;

/** What the exit statuses mean, in the words of docs/architecture.md. */
public final class ExitStatuses {

  /** The meaning of each, from 0. */
  static final List<String> MEANINGS =
      List.of(
          "confirmed; the review passed; nothing found; done",
          "safeops itself failed, or cannot tell how the run ends",
          "wrong usage, or a file that does not load",
          "refused by a rule or by the run; faults found",
          "rolled back, proven to be as before",
          "rolled back, not proven; or a node may still be armed",
          "not started, no node is armed",
          "split: confirmed on some nodes only, or nobody can tell");

  private ExitStatuses() {}

  /** What a status means; the number alone, if it is none of safeops. */
  public static String said(int exit) {
    return "exit " + exit + (exit < MEANINGS.size() ? ": " + MEANINGS.get(exit) : "");
  }
}
