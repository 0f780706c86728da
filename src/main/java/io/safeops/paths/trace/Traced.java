package io.safeops.paths.trace;

import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;

/**
 * What became of the packet of a class.
 *
 * @param path that stands for its class
 * @param node on which it was traced
 * @param text why it does not pass, or why it was not traced; else empty
 */
public record Traced(Path path, String node, Verdict verdict, String text) {

  /** What a trace says. It is no proof of delivery: it ends at the wire, and sees no ACL of IP. */
  public enum Verdict {
    PASSES("passes"),
    DROPPED("dropped"),
    NOT_TRACED("not traced");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  /**
   * Whether the facts say that it works and the trace says that it does not. An ACL may drop DHCP:
   * that is what somebody wanted.
   */
  public boolean isFault() {
    return verdict == Verdict.DROPPED && path.kind() != PathKind.DHCP && path.answer().isPassing();
  }

  /** Whether the facts say that it is broken and the trace says that it passes. */
  public boolean passesDespiteFacts() {
    return verdict == Verdict.PASSES && path.answer().isFault();
  }
}
