package io.safeops.guard;

/** What a node is to a run. */
public enum NodeKind {
  /** Holds a real undo: the change is made there. */
  VOTER,
  /** Holds only a local undo part against being hurt. */
  SOFT;

  public String word() {
    return this == VOTER ? "voter" : "soft";
  }
}
