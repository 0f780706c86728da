package io.safeops.signature;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who signed a message.
 *
 * @param principals all names under which the key may sign for this namespace at this time, in
 *     alphabetic order; at least one. Who counts people must not count each name: one person may
 *     have several. Two signatures that share a name or a fingerprint are by one person.
 * @param key the key as the signature names it, with its certificate if it has one
 * @param fingerprint of the key, without its certificate: {@code SHA256:...}
 */
public record VerifiedSigner(Set<String> principals, SshPublicKey key, String fingerprint) {

  public VerifiedSigner {
    if (principals.isEmpty()) {
      throw new IllegalArgumentException("a verified signer has at least one principal");
    }
    principals = Collections.unmodifiableSet(new TreeSet<>(principals));
  }
}
