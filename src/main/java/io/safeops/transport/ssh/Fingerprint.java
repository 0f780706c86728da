package io.safeops.transport.ssh;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The fingerprint of a public key. */
public final class Fingerprint {

  private Fingerprint() {}

  /**
   * {@code SHA256:...} as {@code ssh-keygen -l} prints it.
   *
   * @param key as on the wire, without a certificate
   */
  public static String of(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
