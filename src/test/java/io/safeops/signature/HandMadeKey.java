package io.safeops.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import net.schmizz.sshj.common.Buffer;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A key pair that signs as the documents of OpenSSH say, by Bouncy Castle and without the classes
 * that are tested. It can also do what no program does.
 *
 * @param type of the plain key
 * @param fields of the public key, after its type
 * @param blob the public key or its certificate
 * @param algorithm the name in signatures
 * @param value makes the value of a signature, without its name
 * @param application of a security key; null for other keys
 * @param flags of a security key
 */
record HandMadeKey(
    String type,
    byte[] fields,
    byte[] blob,
    String algorithm,
    UnaryOperator<byte[]> value,
    String application,
    int flags) {

  private static final Map<Integer, KeyPair> RSA = new ConcurrentHashMap<>();

  private static HandMadeKey of(
      String type, byte[] fields, UnaryOperator<byte[]> value, String application) {
    byte[] blob = wire().putString(type).putRawBytes(fields).getCompactData();
    return new HandMadeKey(type, fields, blob, type, value, application, 1);
  }

  static Buffer.PlainBuffer wire() {
    return new Buffer.PlainBuffer();
  }

  static HandMadeKey ed25519() {
    return ed25519("ssh-ed25519", null);
  }

  static HandMadeKey skEd25519() {
    return ed25519("sk-ssh-ed25519@openssh.com", "ssh:");
  }

  private static HandMadeKey ed25519(String type, String application) {
    Ed25519PrivateKeyParameters secret = new Ed25519PrivateKeyParameters(new SecureRandom());
    Buffer.PlainBuffer fields = wire().putString(secret.generatePublicKey().getEncoded());
    if (application != null) {
      fields.putString(application);
    }
    return of(
        type,
        fields.getCompactData(),
        data -> {
          Ed25519Signer signer = new Ed25519Signer();
          signer.init(true, secret);
          signer.update(data, 0, data.length);
          return signer.generateSignature();
        },
        application);
  }

  /** With 256, 384 or 521 bits. */
  static HandMadeKey ecdsa(int bits) {
    return ecdsa("ecdsa-sha2-nistp" + bits, bits, null);
  }

  static HandMadeKey skEcdsa() {
    return ecdsa("sk-ecdsa-sha2-nistp256@openssh.com", 256, "ssh:");
  }

  private static HandMadeKey ecdsa(String type, int bits, String application) {
    X9ECParameters curve = CustomNamedCurves.getByName("P-" + bits);
    ECDomainParameters domain =
        new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(new ECKeyGenerationParameters(domain, new SecureRandom()));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    Buffer.PlainBuffer fields =
        wire()
            .putString("nistp" + bits)
            .putString(((ECPublicKeyParameters) pair.getPublic()).getQ().getEncoded(false));
    if (application != null) {
      fields.putString(application);
    }
    String digest = bits == 256 ? "SHA-256" : bits == 384 ? "SHA-384" : "SHA-512";
    return of(
        type,
        fields.getCompactData(),
        data -> {
          ECDSASigner signer = new ECDSASigner();
          signer.init(true, pair.getPrivate());
          BigInteger[] numbers = signer.generateSignature(digest(digest, data));
          return numbers(numbers[0], numbers[1]);
        },
        application);
  }

  static byte[] numbers(BigInteger r, BigInteger s) {
    return wire().putString(mpint(r)).putString(mpint(s)).getCompactData();
  }

  /** Zero has no bytes (RFC 4251, section 5); sshj writes one. */
  private static byte[] mpint(BigInteger number) {
    return number.signum() == 0 ? new byte[0] : number.toByteArray();
  }

  static HandMadeKey rsa() {
    return rsa(2048);
  }

  /** The same key for each number of bits: making one takes long. */
  static HandMadeKey rsa(int bits) {
    RSAPublicKey half = (RSAPublicKey) pair(bits).getPublic();
    return of(
            "ssh-rsa",
            wire().putMPInt(half.getPublicExponent()).putMPInt(half.getModulus()).getCompactData(),
            rsaValue(bits, "SHA512withRSA"),
            null)
        .withAlgorithm("rsa-sha2-512");
  }

  HandMadeKey withRsaSha256() {
    return withAlgorithm("rsa-sha2-256").withValue(rsaValue(2048, "SHA256withRSA"));
  }

  HandMadeKey withRsaSha1() {
    return withAlgorithm("ssh-rsa").withValue(rsaValue(2048, "SHA1withRSA"));
  }

  private static UnaryOperator<byte[]> rsaValue(int bits, String algorithm) {
    return data -> {
      try {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(pair(bits).getPrivate());
        signature.update(data);
        return signature.sign();
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException(impossible);
      }
    };
  }

  private static KeyPair pair(int bits) {
    return RSA.computeIfAbsent(
        bits,
        size -> {
          try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(size);
            return generator.generateKeyPair();
          } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
          }
        });
  }

  HandMadeKey withAlgorithm(String other) {
    return new HandMadeKey(type, fields, blob, other, value, application, flags);
  }

  HandMadeKey withValue(UnaryOperator<byte[]> other) {
    return new HandMadeKey(type, fields, blob, algorithm, other, application, flags);
  }

  HandMadeKey withFlags(int other) {
    return new HandMadeKey(type, fields, blob, algorithm, value, application, other);
  }

  /** Shows another public half, such as a certificate. */
  HandMadeKey withBlob(byte[] other) {
    return new HandMadeKey(type, fields, other, algorithm, value, application, flags);
  }

  boolean isSecurityKey() {
    return application != null;
  }

  /** A signature as on the wire. */
  byte[] sign(byte[] data) {
    if (!isSecurityKey()) {
      return wire().putString(algorithm).putString(value.apply(data)).getCompactData();
    }
    int counter = 4711;
    byte[] signed =
        wire()
            .putRawBytes(digest("SHA-256", application.getBytes(StandardCharsets.UTF_8)))
            .putByte((byte) flags)
            .putUInt32(counter)
            .putRawBytes(digest("SHA-256", data))
            .getCompactData();
    return wire()
        .putString(algorithm)
        .putString(value.apply(signed))
        .putByte((byte) flags)
        .putUInt32(counter)
        .getCompactData();
  }

  /** The name of the type that {@link #blob} begins with. */
  String shownType() {
    try {
      return new Buffer.PlainBuffer(blob).readString();
    } catch (Buffer.BufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Type and key as in a .pub file. */
  String line() {
    return shownType() + " " + Base64.getEncoder().encodeToString(blob);
  }

  static byte[] digest(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
