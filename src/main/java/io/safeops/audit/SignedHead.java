package io.safeops.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A head with a signature over {@link Head#signedBytes}.
 *
 * @param signature armored, as {@code ssh-keygen -Y sign} writes it (OpenSSH's PROTOCOL.sshsig);
 *     empty if the head is not signed
 */
public record SignedHead(Head head, String signature) {

  /**
   * Characters. A signature with a certificate of RSA keys of 4096 bits has less than half of it.
   */
  static final int LONGEST_SIGNATURE = 16_384;

  private static final Pattern ARMORED =
      Pattern.compile(
          "-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]*-----END SSH SIGNATURE-----\n?");

  private static final String SIGN = " sign=";

  public SignedHead {
    if (signature.length() > LONGEST_SIGNATURE) {
      throw new IllegalArgumentException(
          "a signature has at most " + LONGEST_SIGNATURE + " characters");
    }
    if (!signature.isEmpty() && !ARMORED.matcher(signature).matches()) {
      throw new IllegalArgumentException("a signature is an armored SSH SIGNATURE");
    }
  }

  /** One without a signature. */
  public static SignedHead unsigned(Head head) {
    return new SignedHead(head, "");
  }

  public boolean isSigned() {
    return !signature.isEmpty();
  }

  /** The signature in base64, on one line; empty if there is none. */
  public String encodedSignature() {
    return Base64.getEncoder().encodeToString(signature.getBytes(US_ASCII));
  }

  /** As files of heads have it, on one line: the text of the head, then {@code sign=BASE64}. */
  public String line() {
    return head.text() + SIGN + encodedSignature();
  }

  /**
   * Reads what {@link #line} has written, and nothing else.
   *
   * @throws HeadFormatException when it is anything else
   */
  public static SignedHead parse(String line) throws HeadFormatException {
    int sign = line.indexOf(SIGN);
    if (sign < 0) {
      throw new HeadFormatException("expected a head and `sign=BASE64`");
    }
    Head head = Head.parse(line.substring(0, sign));
    String encoded = line.substring(sign + SIGN.length());
    try {
      SignedHead signed =
          new SignedHead(head, new String(Base64.getDecoder().decode(encoded), US_ASCII));
      if (!signed.encodedSignature().equals(encoded)) {
        throw new HeadFormatException("the signature is not written as safeops writes it");
      }
      return signed;
    } catch (IllegalArgumentException wrong) {
      throw new HeadFormatException(String.valueOf(wrong.getMessage()));
    }
  }
}
