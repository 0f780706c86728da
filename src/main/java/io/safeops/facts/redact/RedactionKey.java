package io.safeops.facts.redact;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that pseudonyms follow from. The same key and the same facts give the same pseudonyms.
 * Who does not have it cannot compute them, nor try names.
 */
public final class RedactionKey {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 32;

  private final Mac mac;

  private RedactionKey(byte[] secret) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  /** A new key that nobody knows. */
  public static RedactionKey random() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return new RedactionKey(secret);
  }

  /** A key that follows from a text, for tests: the same text gives the same pseudonyms. */
  public static RedactionKey of(String text) {
    return new RedactionKey(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Another key that follows from this one. */
  RedactionKey derived(int number) {
    return new RedactionKey(bits("key " + number));
  }

  /** 256 bits that follow from the key and a text. */
  synchronized byte[] bits(String of) {
    return mac.doFinal(of.getBytes(StandardCharsets.UTF_8));
  }

  /** Random numbers that follow from the key and a text. */
  SplittableRandom random(String of) {
    byte[] bits = bits(of);
    long seed = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      seed = seed << Byte.SIZE | (bits[i] & 0xff);
    }
    return new SplittableRandom(seed);
  }
}
