package io.safeops.guard;

import org.jspecify.annotations.Nullable;

/** A guard could not be asked, or its answer is not valid. What the node did is then unknown. */
public final class GuardException extends Exception {

  private static final long serialVersionUID = 1L;

  public GuardException(String message) {
    super(message);
  }

  public GuardException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
