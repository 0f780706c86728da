package io.safeops.action;

import java.util.Locale;

/** What a script of an action is for. */
public enum ScriptRole {
  ACT,
  UNDO,
  /** Whether what is expected holds. */
  CHECK;

  /** As the functions of the shell files are called. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
