package io.safeops.run.simulation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Something that goes wrong in a rehearsal, while a step is under way.
 *
 * @param node empty if it happens to no node
 * @param step the id of the step
 */
public record RehearsalFault(Kind kind, String node, String step) {

  /** What goes wrong. */
  public enum Kind {
    NODE_LOST("node-lost", true, "the node cannot be reached in band any more"),
    POWER_CUT("power-cut", true, "the node loses its power for a minute"),
    PROBE("probe", true, "a probe of the node fails"),
    DISK_FULL("disk-full", true, "the disk of the node is full"),
    EXPECTATION("expectation", false, "what is expected after the step does not come"),
    OPERATOR_LOST("operator-lost", false, "the machine of the run dies");

    private final String word;
    private final boolean ofNode;
    private final String about;

    Kind(String word, boolean ofNode, String about) {
      this.word = word;
      this.ofNode = ofNode;
      this.about = about;
    }

    /** The word for it on the command line. */
    public String word() {
      return word;
    }

    /** In a sentence. */
    public String about() {
      return about;
    }

    String form() {
      return ofNode ? word + "=NODE@STEP" : word + "@STEP";
    }
  }

  /** How faults are written, for help and messages. */
  public static List<String> forms() {
    return Arrays.stream(Kind.values()).map(Kind::form).toList();
  }

  /**
   * @param text as {@code node-lost=net@step-2} or {@code operator-lost@step-1}; none if it is
   *     nothing of this kind
   */
  public static Optional<RehearsalFault> read(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || at == text.length() - 1) {
      return Optional.empty();
    }
    String what = text.substring(0, at);
    String step = text.substring(at + 1);
    int equals = what.indexOf('=');
    String word = equals < 0 ? what : what.substring(0, equals);
    String node = equals < 0 ? "" : what.substring(equals + 1);
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.word.equals(word) && kind.ofNode != node.isEmpty())
        .findFirst()
        .map(kind -> new RehearsalFault(kind, node, step));
  }

  /** As it is written. */
  public String text() {
    return kind.word + (node.isEmpty() ? "" : "=" + node) + "@" + step;
  }
}
