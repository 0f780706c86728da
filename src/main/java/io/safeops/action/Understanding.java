package io.safeops.action;

/** How far safeops knows what an action does. */
public enum Understanding {
  /** Its effect and its undo are modelled. */
  UNDERSTOOD,
  /**
   * Something that safeops has no model of: it may do anything to the nodes that it is done on, and
   * nothing can prove that it is undone.
   */
  OPAQUE,
  /**
   * A command of a family that is known to cut nodes off, in a form that is not modelled, or a file
   * that decides who gets in: refused.
   */
  REFUSED
}
