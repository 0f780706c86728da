package io.safeops.signature;

import io.safeops.document.Position;
import java.util.List;
import java.util.Optional;

/**
 * A line of an allowed signers file: who may sign with which key.
 *
 * @param at where its key is
 * @param principals names; patterns, too, if the key is an authority's
 */
record SignerEntry(Position at, PatternList principals, SignerOptions options, PlainKey key) {

  /**
   * Whether the line is about the key of a signature, or about the authority of its certificate.
   */
  boolean isAbout(KeyContent signer) {
    return options.authority()
        ? signer.certificate().map(each -> each.authority().equals(key)).orElse(false)
        : signer.certificate().isEmpty() && signer.key().equals(key);
  }

  /** The names for which the key may sign; empty if a certificate has none that the line allows. */
  List<String> principals(KeyContent signer) {
    return signer
        .certificate()
        .map(each -> each.principals().stream().filter(principals::matches).toList())
        .orElseGet(principals::names);
  }

  /**
   * Why the line does not allow a signature, as the end of a sentence; empty if it does.
   *
   * @param seconds since 1970; as for OpenSSH, both limits are included
   */
  Optional<String> refusal(KeyContent signer, SignatureNamespace namespace, long seconds) {
    if (options.namespaces().map(list -> !list.matches(namespace.text())).orElse(false)) {
      return Optional.of(
          place() + " does not allow it for the namespace `" + namespace.text() + "`");
    }
    if (options.validAfter().map(after -> seconds < after).orElse(false)) {
      return Optional.of(
          "%s allows it only from %s on, and this is judged for %s"
              .formatted(
                  place(), SignerTime.text(options.validAfter().get()), SignerTime.text(seconds)));
    }
    if (options.validBefore().map(before -> seconds > before).orElse(false)) {
      return Optional.of(
          "%s allowed it only until %s, and this is judged for %s"
              .formatted(
                  place(), SignerTime.text(options.validBefore().get()), SignerTime.text(seconds)));
    }
    if (principals(signer).isEmpty()) {
      return Optional.of(place() + " allows it for none of the principals in the certificate");
    }
    return Optional.empty();
  }

  /** {@code file:line}. */
  String place() {
    return at.file() + ":" + at.line();
  }
}
