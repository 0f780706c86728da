package io.safeops.action;

/** How much safeops knows about what an action does. */
public enum Understanding {
  /** Its effect and its undo are modelled. */
  UNDERSTOOD,
  /**
   * safeops has no model of it: it may do anything to its nodes, and nothing can prove that it is
   * undone.
   */
  OPAQUE,
  /**
   * It is refused: a command of a family that is known to cut nodes off, in a form that is not
   * modelled, or a file that decides who can log in.
   */
  REFUSED
}
