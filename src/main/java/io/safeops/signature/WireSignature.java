package io.safeops.signature;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import net.schmizz.sshj.common.Buffer;

/**
 * Checks a signature in the form of SSH: the name of an algorithm and what it made (RFC 4253,
 * section 6.6; RFC 8332; RFC 5656; RFC 8709; PROTOCOL.u2f for security keys).
 */
final class WireSignature {

  /** In the flags of a security key: somebody touched it (SSH_SK_USER_PRESENCE_REQD, sk-api.h). */
  static final int USER_PRESENT = 0x01;

  /** In the flags of a security key: it checked a PIN or a fingerprint. */
  static final int USER_VERIFIED = 0x04;

  private static final int ED25519_BYTES = 64;

  private WireSignature() {}

  /**
   * Checks that this key made this signature over this data.
   *
   * @param what the signature in messages
   * @param misfit the message if the signature is well-formed and does not fit
   * @return the flags that a security key signed; 0 for other keys
   */
  static int verify(PlainKey key, byte[] data, byte[] signature, String what, String misfit)
      throws SignatureException {
    WireReader in = new WireReader(signature, what);
    String algorithm = in.text("the name of its algorithm");
    requireAlgorithm(key.type(), algorithm, what);
    byte[] value = in.string("its value");
    int flags = 0;
    byte[] signed = data;
    if (key.type().isSecurityKey()) {
      flags = in.octet("its flags");
      signed = signedBySecurityKey(key, flags, in.uint32("its counter"), data);
    }
    in.end();
    if (!fits(key, javaAlgorithm(key.type(), algorithm), signed, plain(key, value, what))) {
      throw new SignatureException(misfit);
    }
    return flags;
  }

  private static void requireAlgorithm(KeyType type, String algorithm, String what)
      throws SignatureException {
    if (type == KeyType.RSA) {
      if (algorithm.equals("ssh-rsa")) {
        throw new SignatureException(
            what + " uses SHA-1 (`ssh-rsa`), which can be forged: sign with rsa-sha2-512");
      }
      if (algorithm.equals("rsa-sha2-512") || algorithm.equals("rsa-sha2-256")) {
        return;
      }
    } else if (algorithm.equals(type.text())) {
      return;
    }
    throw new SignatureException(
        "%s names the algorithm %s, which is not one for a key of the type %s"
            .formatted(what, Quoted.of(algorithm), type.text()));
  }

  /** What a FIDO authenticator signs instead of the data (PROTOCOL.u2f, SSH U2F signatures). */
  private static byte[] signedBySecurityKey(PlainKey key, int flags, long counter, byte[] data) {
    return new Buffer.PlainBuffer()
        .putRawBytes(sha256(key.application()))
        .putByte((byte) flags)
        .putUInt32(counter)
        .putRawBytes(sha256(data))
        .getCompactData();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private static String javaAlgorithm(KeyType type, String algorithm) {
    return switch (type) {
      case ED25519, SK_ED25519 -> "Ed25519";
      case RSA -> algorithm.equals("rsa-sha2-256") ? "SHA256withRSA" : "SHA512withRSA";
      case ECDSA_P256, ECDSA_P384, ECDSA_P521, SK_ECDSA_P256 -> Curve.of(type).signatureAlgorithm();
    };
  }

  /** The value without the encoding of SSH. Its length is exact: no second form of it counts. */
  private static byte[] plain(PlainKey key, byte[] value, String what) throws SignatureException {
    return switch (key.type()) {
      case ED25519, SK_ED25519 -> requireLength(value, ED25519_BYTES, what);
      case RSA -> {
        int bits = ((RSAPublicKey) key.material()).getModulus().bitLength();
        yield requireLength(value, (bits + 7) / 8, what);
      }
      case ECDSA_P256, ECDSA_P384, ECDSA_P521, SK_ECDSA_P256 ->
          Curve.of(key.type()).signature(value, what);
    };
  }

  private static byte[] requireLength(byte[] value, int length, String what)
      throws SignatureException {
    if (value.length != length) {
      throw new SignatureException(
          "%s has a value of %d bytes, and one of this key has %d"
              .formatted(what, value.length, length));
    }
    return value;
  }

  private static boolean fits(PlainKey key, String algorithm, byte[] signed, byte[] value)
      throws SignatureException {
    try {
      Signature check = Signature.getInstance(algorithm);
      check.initVerify(key.material());
      check.update(signed);
      return check.verify(value);
    } catch (NoSuchAlgorithmException | InvalidKeyException unusable) {
      throw new SignatureException(
          "the key %s cannot check a signature here: %s"
              .formatted(key.name(), unusable.getMessage()),
          unusable);
    } catch (java.security.SignatureException | ProviderException malformed) {
      // A value that the algorithm cannot read is as wrong as one that does not fit.
      return false;
    }
  }
}
