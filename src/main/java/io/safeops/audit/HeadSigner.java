package io.safeops.audit;

import java.io.IOException;

/** Signs heads with a key of the run. */
@FunctionalInterface
public interface HeadSigner {

  /** Signs nothing. */
  HeadSigner NONE = SignedHead::unsigned;

  /**
   * Signs a head. It is called on the thread that decides in a run, so it must not wait for a
   * person or for the network.
   *
   * @throws IOException when the key cannot be used; the head then goes out without a signature
   */
  SignedHead sign(Head head) throws IOException;
}
