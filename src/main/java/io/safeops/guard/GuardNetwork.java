package io.safeops.guard;

import java.util.concurrent.CompletableFuture;

/** How a run reaches the guards of its nodes. */
public interface GuardNetwork {

  /** Which way a connection takes. */
  enum Way {
    IN_BAND,
    OUT_OF_BAND
  }

  /**
   * Opens a new connection; completes exceptionally with a {@link GuardException} that says why
   * not.
   */
  CompletableFuture<GuardLink> open(String node, Way way);

  /** Whether the inventory names a way that a program can use. */
  boolean has(String node, Way way);
}
