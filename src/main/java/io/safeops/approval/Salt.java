package io.safeops.approval;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * The random salt of one approval, and the digests that it makes of secrets. Everybody may read an
 * approval, so a digest must be slow to make: whoever guesses a short secret pays for each guess.
 *
 * @param hex 32 hexadecimal digits
 */
public record Salt(String hex) {

  static final Pattern PATTERN = Pattern.compile("[0-9a-f]{32}");

  private static final int BYTES = 16;

  /** A guess costs about a tenth of a second on one processor of today; so does each comparison. */
  private static final int ITERATIONS = 200_000;

  private static final int DIGEST_BITS = 256;

  public Salt {
    if (!PATTERN.matcher(hex).matches()) {
      throw new IllegalArgumentException("a salt has 32 hexadecimal digits");
    }
  }

  public static Salt random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Salt(HexFormat.of().formatHex(bytes));
  }

  /**
   * The digest of a secret, 64 hexadecimal digits: PBKDF2 (RFC 8018, 5.2) with HMAC-SHA-256.
   *
   * @param what the secret is, so that equal secrets have different digests
   */
  public String digest(String what, String secret) {
    PBEKeySpec key =
        new PBEKeySpec(
            (what + '\0' + secret).toCharArray(),
            HexFormat.of().parseHex(hex),
            ITERATIONS,
            DIGEST_BITS);
    try {
      byte[] digest =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no PBKDF2 with HMAC-SHA-256", e);
    } finally {
      key.clearPassword();
    }
  }
}
