package io.safeops.cli.terminal;

/**
 * How a session ended.
 *
 * @param exit the exit status of its command
 * @param wasLeft whether the operator left it, and the run goes on
 */
public record SessionEnd(int exit, boolean wasLeft) {}
