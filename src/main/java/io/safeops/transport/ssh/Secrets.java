package io.safeops.transport.ssh;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Asks the operator for secrets that no file may hold. Called on a thread that opens a connection.
 */
@FunctionalInterface
public interface Secrets {

  /**
   * The passphrase of a private key; the caller overwrites the array after use.
   *
   * @return null when there is no operator to ask
   */
  char @Nullable [] passphrase(Path keyFile);

  /** Without an operator: for scripts, and for the run's process. */
  static Secrets none() {
    return keyFile -> null;
  }
}
