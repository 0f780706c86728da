package io.safeops.cli.report;

/**
 * What the forms of a review can be told.
 *
 * @param explain whether every rule is shown with its verdict and its evidence
 * @param mostCharacters how long a comment may be
 */
public record ReportOptions(boolean explain, int mostCharacters) {

  /** GitHub refuses comments of more than 65,536 characters; some are left for what a bot adds. */
  public static final int MOST_CHARACTERS = 60_000;

  /** The least that holds the summary of one plan and says what is left out. */
  public static final int LEAST_CHARACTERS = 1_000;

  public static final ReportOptions USUAL = new ReportOptions(false, MOST_CHARACTERS);
}
