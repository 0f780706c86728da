package io.safeops.approval;

import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** Checks who signed an approval. */
public interface SignerCheck {

  /**
   * Checks a signature over exactly these bytes, by a key that may sign approvals at this time.
   *
   * @param armored the text of the signature, which is not trusted
   * @throws SignerRefusedException if the signature is not one, is of other bytes, or is of a key
   *     that nobody may sign approvals with at this time; its message says which
   */
  Signed check(byte[] message, String armored, Instant at) throws SignerRefusedException;

  /**
   * Who signed.
   *
   * @param principals who may sign with the key, at least one
   * @param fingerprint of the key; a certificate counts as its key
   */
  record Signed(Set<String> principals, String fingerprint) {
    public Signed {
      principals = Collections.unmodifiableSet(new TreeSet<>(principals));
      if (principals.isEmpty() || fingerprint.isEmpty()) {
        throw new IllegalArgumentException("a signature is of a key and of a principal");
      }
    }
  }
}
