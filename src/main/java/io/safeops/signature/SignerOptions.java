package io.safeops.signature;

import java.util.Optional;

/**
 * The options of a line in an allowed signers file.
 *
 * @param authority whether the key signs certificates, and not messages ({@code cert-authority})
 * @param namespaces the namespaces that the key may sign for; empty: all
 * @param validAfter first second since 1970 at which the key is valid
 * @param validBefore last second at which it is valid: unlike that of a certificate, it is included
 */
record SignerOptions(
    boolean authority,
    Optional<PatternList> namespaces,
    Optional<Long> validAfter,
    Optional<Long> validBefore) {

  static final SignerOptions NONE =
      new SignerOptions(false, Optional.empty(), Optional.empty(), Optional.empty());
}
