package io.safeops.audit;

import io.safeops.document.Printable;

/**
 * Something that was found in the evidence of a run.
 *
 * @param place the file, or the node and its file
 * @param line the number of the line in the file as it is now, from 1; 0 for the file as a whole
 * @param text what is wrong and what was expected
 */
public record AuditFinding(Kind kind, String place, int line, String text) {

  private static final int LONGEST = 2_000;

  /** What it is. */
  public enum Kind {
    /** A line is not what it was. */
    CHANGED(true),
    /** Lines are gone. */
    MISSING(true),
    /** A line was put in. */
    ADDED(true),
    /** A line stands in another place. */
    REORDERED(true),
    /** The whole file is another one. */
    REPLACED(true),
    /** The signature of a head is not valid. */
    FORGED(true),
    /** Something could not be read, or cannot be told. */
    UNKNOWN(false),
    /** A crash or a full disk has cut a line short. */
    TORN(false),
    /** Nobody else has seen these lines, so a change in them would not show. */
    UNWITNESSED(false);

    private final boolean isFault;

    Kind(boolean isFault) {
      this.isFault = isFault;
    }

    /** Whether somebody has changed something. */
    public boolean isFault() {
      return isFault;
    }
  }

  public AuditFinding {
    place = Printable.line(place);
    text = Printable.line(text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text);
  }

  /** {@code journal.jsonl:12}, or only the file. */
  public String where() {
    return line == 0 ? place : place + ":" + line;
  }
}
