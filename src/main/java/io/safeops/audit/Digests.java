package io.safeops.audit;

import java.util.regex.Pattern;

/** The form of digests in evidence: SHA-256 in 64 lower-case hex digits. */
final class Digests {

  /** Of nothing: what the first line of a journal has as the digest of the line before. */
  static final String NONE = "0".repeat(64);

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  private Digests() {}

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }
}
