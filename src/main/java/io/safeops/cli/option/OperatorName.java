package io.safeops.cli.option;

/** Who types the commands: the user who called sudo, else the user of this process. */
public final class OperatorName {

  private OperatorName() {}

  /** For the journal, and for others who follow the run. It is no proof of anything. */
  public static String get() {
    String caller = System.getenv("SUDO_USER");
    return caller == null || caller.isBlank() ? System.getProperty("user.name", "someone") : caller;
  }
}
