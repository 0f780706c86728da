package io.safeops.policy;

/**
 * Whether a node can be reached if a change cuts it off, by what the inventory and the facts say.
 */
public enum OutOfBandProtection {
  /** There is a way to it that does not cross the changed network. */
  PATH("path"),
  /** The inventory says {@code oob: none}: there is no such way, and its author knows. */
  NONE("none"),
  /**
   * The inventory names a way, and it needs the interface that ssh comes by: the facts say so, or
   * the inventory does not say that it survives that.
   */
  SAME_WAY("same-way"),
  /** The inventory says nothing. */
  UNDECLARED("");

  private final String word;

  OutOfBandProtection(String word) {
    this.word = word;
  }

  /** As rules read it. */
  public String word() {
    return word;
  }
}
