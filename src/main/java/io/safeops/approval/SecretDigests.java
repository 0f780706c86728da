package io.safeops.approval;

import java.util.HashMap;
import java.util.Map;

/** The digests of secrets by one salt, each made once: many nodes may have the same password. */
final class SecretDigests {

  private final Salt salt;
  private final Map<String, String> digests = new HashMap<>();

  SecretDigests(Salt salt) {
    this.salt = salt;
  }

  /** The digest of a secret, as {@link Salt#digest} makes it. */
  String of(String what, String secret) {
    return digests.computeIfAbsent(what + '\0' + secret, any -> salt.digest(what, secret));
  }
}
