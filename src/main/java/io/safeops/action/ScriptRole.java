package io.safeops.action;

import java.util.Locale;

/** The purpose of a script of an action. */
public enum ScriptRole {
  ACT,
  UNDO,
  /** Checks an expectation. */
  CHECK;

  /** The word in the names of the shell functions. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
