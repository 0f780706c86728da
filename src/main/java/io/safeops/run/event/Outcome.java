package io.safeops.run.event;

import io.safeops.document.Printable;
import io.safeops.run.messaging.MessageText;

/**
 * How a run ended.
 *
 * @param end the end as a fixed word
 * @param text for people: what happened, where, in what state the cluster is, what to type next
 */
public record Outcome(End end, String text) {

  /** How a run can end, with the exit status. */
  public enum End {
    CONFIRMED(0),
    /** The run could not start: no node is armed any more. */
    NOT_STARTED(6),
    /** The rules refused before anything was armed. */
    REFUSED(3),
    /** Undone, and the footprint is what it was. */
    ROLLED_BACK(4),
    /** Undone as far as is known, but not proven. */
    NOT_PROVEN(5),
    /** Confirmed on some nodes only, or it is unknown whether. */
    SPLIT(7),
    /** Another coordinator took over: this one reports no result. */
    SUPERSEDED(5),
    /** safeops itself failed before anything was armed. */
    FAILED(1);

    private final int exit;

    End(int exit) {
      this.exit = exit;
    }

    public int exit() {
      return exit;
    }

    /**
     * An end by its name. An unknown one, of another version of safeops, becomes the first with its
     * exit status that reports no success, else {@link #FAILED}.
     */
    public static End of(String name, int exit) {
      for (End known : values()) {
        if (known.name().equals(name)) {
          return known;
        }
      }
      for (End known : values()) {
        if (known.exit == exit && known != CONFIRMED && known != ROLLED_BACK) {
          return known;
        }
      }
      return FAILED;
    }
  }

  public Outcome {
    text = Printable.line(MessageText.bounded(text));
  }

  public int exit() {
    return end.exit();
  }
}
