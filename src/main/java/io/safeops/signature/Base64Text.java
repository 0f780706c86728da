package io.safeops.signature;

import java.util.Base64;

/**
 * Base64 (RFC 4648) in the one form that encoders write: with padding, and with no bits set that do
 * not count. Java's decoder accepts other forms, so that two texts would be one key.
 */
final class Base64Text {

  private Base64Text() {}

  /**
   * @param what the thing in messages: "the signature"
   */
  static byte[] decode(String text, String what) throws SignatureException {
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException notBase64) {
      throw new SignatureException(what + " is not whole base64", notBase64);
    }
    if (!encode(decoded).equals(text)) {
      throw new SignatureException(
          what + " is not in the one form of base64 that ssh-keygen writes");
    }
    return decoded;
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
