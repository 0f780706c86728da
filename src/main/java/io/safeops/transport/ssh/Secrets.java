package io.safeops.transport.ssh;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Asks the operator for what no file may hold. Called from the thread that opens a connection. */
@FunctionalInterface
public interface Secrets {

  /**
   * The passphrase of a private key; the caller overwrites the array after use.
   *
   * @return null when there is nobody to ask
   */
  char @Nullable [] passphrase(Path keyFile);

  /** Nobody to ask: scripts, and the run process once it is on its own. */
  static Secrets none() {
    return keyFile -> null;
  }
}
