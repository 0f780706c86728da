package io.safeops.approval;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who runs the plan: never the one who approves it.
 *
 * @param principals of the operator's key, as the allowed signers say
 * @param fingerprints of the operator's keys
 */
public record Operator(Set<String> principals, Set<String> fingerprints) {

  public Operator {
    principals = Collections.unmodifiableSet(new TreeSet<>(principals));
    fingerprints = Collections.unmodifiableSet(new TreeSet<>(fingerprints));
  }

  /** Whether a signature is the operator's own: by a key of theirs, or one that they may use. */
  boolean is(SignerCheck.Signed signed) {
    return fingerprints.contains(signed.fingerprint())
        || signed.principals().stream().anyMatch(principals::contains);
  }
}
