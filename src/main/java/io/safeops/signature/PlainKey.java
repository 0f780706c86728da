package io.safeops.signature;

import io.safeops.transport.ssh.Fingerprint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import net.schmizz.sshj.common.Buffer;

/**
 * A public key without a certificate, well-formed and strong enough. As its encoding is strict, two
 * keys are equal if and only if their bytes are.
 */
final class PlainKey {

  /** RFC 8332, section 5.1, and NIST SP 800-131A: shorter ones are no longer secure. */
  private static final int LEAST_RSA_BITS = 2048;

  /** As OpenSSH's SSHBUF_MAX_BIGNUM; bounds the time that checking a signature takes. */
  private static final int MOST_RSA_BITS = 16_384;

  /** As OpenSSL's OPENSSL_RSA_MAX_PUBEXP_BITS, for the same reason. */
  private static final int MOST_EXPONENT_BITS = 64;

  private static final int ED25519_BYTES = 32;

  /** What precedes the 32 bytes of an Ed25519 key in X.509 (RFC 8410, section 4). */
  private static final byte[] ED25519_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");

  private final KeyType type;
  private final PublicKey material;
  private final byte[] application;
  private final byte[] blob;

  private PlainKey(KeyType type, PublicKey material, byte[] application, byte[] blob) {
    this.type = type;
    this.material = material;
    this.application = application;
    this.blob = blob;
  }

  /** Reads what follows the name of the type, or the nonce of a certificate. */
  static PlainKey read(KeyType type, WireReader in) throws SignatureException {
    int start = in.position();
    PublicKey material =
        switch (type) {
          case ED25519, SK_ED25519 -> ed25519(in.string("its point"));
          case RSA -> rsa(in);
          case ECDSA_P256, ECDSA_P384, ECDSA_P521, SK_ECDSA_P256 -> ecdsa(Curve.of(type), in);
        };
    byte[] application =
        type.isSecurityKey()
            ? in.text("its application").getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    byte[] blob =
        new Buffer.PlainBuffer()
            .putString(type.text())
            .putRawBytes(in.between(start, in.position()))
            .getCompactData();
    return new PlainKey(type, material, application, blob);
  }

  private static PublicKey ed25519(byte[] point) throws SignatureException {
    if (point.length != ED25519_BYTES) {
      throw new SignatureException(
          "the ed25519 key has %d bytes, not %d".formatted(point.length, ED25519_BYTES));
    }
    byte[] encoded = Arrays.copyOf(ED25519_HEADER, ED25519_HEADER.length + ED25519_BYTES);
    System.arraycopy(point, 0, encoded, ED25519_HEADER.length, ED25519_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException refused) {
      throw new SignatureException("the ed25519 key is not valid", refused);
    }
  }

  private static PublicKey ecdsa(Curve curve, WireReader in) throws SignatureException {
    String name = in.text("the name of its curve");
    if (!name.equals(curve.text())) {
      throw new SignatureException(
          "the ECDSA key is of the curve " + Quoted.of(name) + ", not of " + curve.text());
    }
    return curve.key(in.string("its point"));
  }

  private static PublicKey rsa(WireReader in) throws SignatureException {
    BigInteger exponent = in.number("its exponent");
    BigInteger modulus = in.number("its modulus");
    int bits = modulus.bitLength();
    if (bits < LEAST_RSA_BITS) {
      throw new SignatureException(
          "the RSA key has %d bits, and is too weak with less than %d"
              .formatted(bits, LEAST_RSA_BITS));
    }
    if (bits > MOST_RSA_BITS) {
      throw new SignatureException(
          "the RSA key has %d bits, and at most %d are accepted".formatted(bits, MOST_RSA_BITS));
    }
    if (!modulus.testBit(0)
        || !exponent.testBit(0)
        || exponent.bitLength() < 2
        || exponent.bitLength() > MOST_EXPONENT_BITS) {
      throw new SignatureException(
          "the RSA key is not valid: modulus and exponent are odd, and the exponent is from 3 up"
              + " and has at most "
              + MOST_EXPONENT_BITS
              + " bits");
    }
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
    } catch (GeneralSecurityException refused) {
      throw new SignatureException("the RSA key is not valid", refused);
    }
  }

  KeyType type() {
    return type;
  }

  /** The key for Java's own algorithms. */
  PublicKey material() {
    return material;
  }

  /** What a security key signs for, usually {@code ssh:}; empty for other keys. */
  byte[] application() {
    return application.clone();
  }

  /** The key as on the wire, beginning with its type. */
  byte[] blob() {
    return blob.clone();
  }

  /** {@code SHA256:... (ssh-ed25519)}. */
  String name() {
    return Fingerprint.of(blob) + " (" + type.text() + ")";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlainKey key && Arrays.equals(key.blob, blob);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return name();
  }
}
