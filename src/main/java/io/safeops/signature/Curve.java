package io.safeops.signature;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/**
 * A curve of ECDSA keys with the encodings of RFC 5656. It checks itself that points are on the
 * curve and that numbers of signatures are in range: Java 17 before 17.0.3 accepts signatures of
 * zeros (CVE-2022-21449).
 */
final class Curve {

  private static final Curve P256 = new Curve("nistp256", "secp256r1", "SHA256");
  private static final Curve P384 = new Curve("nistp384", "secp384r1", "SHA384");
  private static final Curve P521 = new Curve("nistp521", "secp521r1", "SHA512");

  private final String text;
  private final String digest;
  private final ECParameterSpec parameters;

  private Curve(String text, String standardName, String digest) {
    this.text = text;
    this.digest = digest;
    try {
      AlgorithmParameters lookup = AlgorithmParameters.getInstance("EC");
      lookup.init(new ECGenParameterSpec(standardName));
      this.parameters = lookup.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has the curve " + standardName, impossible);
    }
  }

  /** The curve of a type of ECDSA keys. */
  static Curve of(KeyType type) {
    return switch (type) {
      case ECDSA_P256, SK_ECDSA_P256 -> P256;
      case ECDSA_P384 -> P384;
      case ECDSA_P521 -> P521;
      case ED25519, RSA, SK_ED25519 ->
          throw new IllegalArgumentException(type + " keys have no curve of this kind");
    };
  }

  /** The name in a key: {@code nistp256}. */
  String text() {
    return text;
  }

  /** Java's name of the algorithm whose signatures are two numbers of equal length. */
  String signatureAlgorithm() {
    return digest + "withECDSAinP1363Format";
  }

  /** The public key with this point, which is not compressed: OpenSSH accepts no other form. */
  PublicKey key(byte[] point) throws SignatureException {
    int size = bytes(prime());
    if (point.length != 1 + 2 * size || point[0] != 4) {
      throw new SignatureException(
          "the ECDSA key is not an uncompressed point of the curve " + text);
    }
    BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + size));
    BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + size, point.length));
    if (!contains(x, y)) {
      throw new SignatureException("the ECDSA key is not a point of the curve " + text);
    }
    try {
      return KeyFactory.getInstance("EC")
          .generatePublic(new ECPublicKeySpec(new ECPoint(x, y), parameters));
    } catch (GeneralSecurityException refused) {
      throw new SignatureException("the ECDSA key is not valid", refused);
    }
  }

  /**
   * The two numbers of a signature (RFC 5656, section 3.1.2) as two byte strings of equal length.
   *
   * @param what the signature in messages
   */
  byte[] signature(byte[] numbers, String what) throws SignatureException {
    WireReader in = new WireReader(numbers, what);
    BigInteger r = in.number("its number r");
    BigInteger s = in.number("its number s");
    in.end();
    int size = bytes(parameters.getOrder());
    byte[] fixed = new byte[2 * size];
    copy(inRange(r, "r", what), fixed, size);
    copy(inRange(s, "s", what), fixed, 2 * size);
    return fixed;
  }

  private BigInteger inRange(BigInteger number, String name, String what)
      throws SignatureException {
    if (number.signum() <= 0 || number.compareTo(parameters.getOrder()) >= 0) {
      throw new SignatureException(
          "%s has a number %s that is out of the range of %s".formatted(what, name, text));
    }
    return number;
  }

  private static void copy(BigInteger number, byte[] to, int end) {
    byte[] from = number.toByteArray();
    int zeros = from[0] == 0 ? 1 : 0; // the sign
    int length = from.length - zeros;
    System.arraycopy(from, zeros, to, end - length, length);
  }

  private boolean contains(BigInteger x, BigInteger y) {
    BigInteger p = prime();
    EllipticCurve curve = parameters.getCurve();
    BigInteger right = x.pow(3).add(curve.getA().multiply(x)).add(curve.getB()).mod(p);
    return x.compareTo(p) < 0 && y.compareTo(p) < 0 && y.pow(2).mod(p).equals(right);
  }

  private BigInteger prime() {
    return ((ECFieldFp) parameters.getCurve().getField()).getP();
  }

  private static int bytes(BigInteger number) {
    return (number.bitLength() + 7) / 8;
  }
}
