package io.safeops.action;

/**
 * POSIX shell text that the guard runs as root on a node ({@code /bin/sh FILE}, in the run's
 * directory there).
 *
 * <p>It finds {@code SAFEOPS_RUN}, {@code SAFEOPS_STEP} and {@code SAFEOPS_HOME} in its
 * environment; an undo also finds {@code SAFEOPS_STORE}, the directory with the undo of each step K
 * as {@code K.undo}. It works under dash and busybox sh, is idempotent, and may be killed at any
 * line and run again. The meaning of its exit code depends on its role; see {@link OnNodes} and
 * {@link CheckExpectation}.
 *
 * @param text ends with a line feed
 */
public record Script(String text) {

  public Script {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a script is empty");
    }
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a script holds a NUL character");
    }
    if (!text.endsWith("\n")) {
      text = text + "\n";
    }
  }
}
