package io.safeops.cli.command;

/** A command that can be a session with a run. */
interface RunSession {

  /** Whether the operator left the session, and the run goes on. */
  boolean wasLeft();
}
