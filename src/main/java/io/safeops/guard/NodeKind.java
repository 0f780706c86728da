package io.safeops.guard;

/** The kind of a node in a run. */
public enum NodeKind {
  /** A node that is changed and so has a real undo. It takes part in the decision. */
  VOTER,
  /** A node that is not changed and has only a local undo part, which protects it from harm. */
  SOFT;

  public String wireName() {
    return this == VOTER ? "voter" : "soft";
  }
}
