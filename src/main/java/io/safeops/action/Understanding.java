package io.safeops.action;

/** How far safeops knows what an action does. */
public enum Understanding {
  /** Its effect and its undo are modelled. */
  UNDERSTOOD,
  /** A command that safeops has no model of: it needs a waiver, and its undo is the author's. */
  OPAQUE,
  /**
   * A command of a family that is known to cut nodes off, in a form that is not modelled: refused.
   */
  REFUSED
}
