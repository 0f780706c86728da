package io.safeops.cli.view;

/** The exit statuses of safeops; those of a run are in {@code Outcome}. */
public final class Exit {
  public static final int OK = 0;

  /**
   * safeops itself failed, or cannot tell how the run ends because its process is gone or the
   * operator detached.
   */
  public static final int FAILED = 1;

  /** Bad usage, or a file that does not load. */
  public static final int BAD_INPUT = 2;

  /** Refused by rules. */
  public static final int REFUSED = 3;

  /** Not started: unreachable, held by another run, drift. */
  public static final int NOT_STARTED = 6;

  private Exit() {}
}
