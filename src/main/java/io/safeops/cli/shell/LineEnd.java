package io.safeops.cli.shell;

import io.safeops.cli.reference.ExitStatuses;

/** What the exit status of a line means, for the command that was run. */
final class LineEnd {

  private LineEnd() {}

  /** One meaning, where the reference has all that a status can mean. */
  static String said(ShellWord word, int exit) {
    String meaning =
        switch (exit) {
          case 1 -> failed(word);
          case 3 -> refused(word);
          case 6 -> notStarted(word);
          default -> "";
        };
    return meaning.isEmpty() ? ExitStatuses.said(exit) : "exit " + exit + ": " + meaning;
  }

  /** The status alone does not tell whether the operator left or something failed. */
  private static String failed(ShellWord word) {
    return switch (word) {
      case APPLY, ATTACH, WATCH -> "not followed to the end; `runs` tells whether a run is open";
      default -> "safeops itself failed";
    };
  }

  private static String refused(ShellWord word) {
    return switch (word) {
      case DOCTOR -> "faults were found";
      case REVIEW, APPLY -> "refused by a rule; nothing was touched";
      case CONFIRM, ROLLBACK, EXTEND -> "the run refused it";
      case POLICY -> "cases are not as expected";
      default -> "";
    };
  }

  private static String notStarted(ShellWord word) {
    return switch (word) {
      case DOCTOR, FACTS, TOPOLOGY, REVIEW -> "a node, or Neutron, could not be read";
      case APPLY -> "not run; nothing was touched";
      case RECOVER -> "no node was armed for this run";
      default -> "";
    };
  }
}
