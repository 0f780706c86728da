package io.safeops.facts.diff;

import java.util.List;

/**
 * A thing of a cluster that a change makes, removes or alters.
 *
 * @param kind what becomes of it
 * @param name with the things that hold it, the outermost first: {@code node net, bridge br-ex,
 *     port enp6s18}
 * @param fields of a thing that stays: what differs
 */
public record ChangedObject(Kind kind, String name, List<ChangedField> fields) {

  /** What becomes of a thing. */
  public enum Kind {
    ADDED('+'),
    REMOVED('-'),
    ALTERED('~');

    private final char sign;

    Kind(char sign) {
      this.sign = sign;
    }

    public char sign() {
      return sign;
    }
  }

  /**
   * A value that differs.
   *
   * @param name as in a file of facts
   * @param before empty if there was none
   * @param after empty if there is none
   */
  public record ChangedField(String name, String before, String after) {

    /** In one line, such as {@code tag: 100 -> 200}. */
    public String text() {
      return name + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(String value) {
      return value.isEmpty() ? "(none)" : value;
    }
  }

  public ChangedObject {
    fields = List.copyOf(fields);
  }
}
