package io.safeops.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;

/**
 * A signature of a message as {@code ssh-keygen -Y sign} makes it (PROTOCOL.sshsig). It says by
 * which key it was made, and what for. Whether that key may sign is a question to {@link
 * AllowedSigners}.
 */
public final class SshSignature {

  /** Makes the signature of one key over the bytes that it is given, in the form of SSH. */
  @FunctionalInterface
  interface DataSigner {
    byte[] sign(byte[] data) throws SignatureException;
  }

  private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final String SHA512 = "sha512";
  private static final String SHA256 = "sha256";
  private static final String WHAT = "the signature";

  private final SshPublicKey key;
  private final KeyContent content;
  private final String namespace;
  private final String hashAlgorithm;
  private final byte[] signature;

  private SshSignature(WireReader in) throws SignatureException {
    if (!Arrays.equals(in.raw(MAGIC.length, "its first bytes"), MAGIC)) {
      throw new SignatureException(
          "the signature is not one of SSH: it does not begin with SSHSIG");
    }
    long version = in.uint32("its version");
    if (version != VERSION) {
      throw new SignatureException(
          "the signature is of the version %d, and only %d is known".formatted(version, VERSION));
    }
    byte[] blob = in.string("its public key");
    content = KeyContent.read(blob);
    key = new SshPublicKey(content.type(), blob);
    namespace = in.text("its namespace");
    if (in.string("its reserved field").length != 0) {
      throw new SignatureException("the signature has bytes in its reserved field");
    }
    hashAlgorithm = in.text("its hash algorithm");
    if (!hashAlgorithm.equals(SHA512) && !hashAlgorithm.equals(SHA256)) {
      throw new SignatureException(
          "the signature uses the hash algorithm %s, and only sha256 and sha512 are accepted"
              .formatted(Quoted.of(hashAlgorithm)));
    }
    signature = in.string("its value");
    in.end();
  }

  /**
   * Reads the text form of one signature, which ends with its last line.
   *
   * @param armored at most 65,536 characters
   * @throws SignatureException if it is anything else, or of a key whose signatures never count.
   *     Whether it fits a message is not checked yet.
   */
  public static SshSignature parse(String armored) throws SignatureException {
    return new SshSignature(new WireReader(Armor.decode(armored), WHAT));
  }

  /** The key that is said to have made it: with its certificate, if the signer had one. */
  public SshPublicKey key() {
    return key;
  }

  /** What it is for; any text, because others sign too. */
  public String namespace() {
    return namespace;
  }

  /** {@code sha256} or {@code sha512}. */
  public String hashAlgorithm() {
    return hashAlgorithm;
  }

  KeyContent content() {
    return content;
  }

  /**
   * Checks that {@link #key} signed this message for this namespace; for a security key, that
   * somebody touched it; for a certificate, that the authority it names signed it. Does not check
   * who owns the key, nor any time.
   *
   * @throws SignatureException if not
   */
  public void verify(byte[] message, SignatureNamespace expected) throws SignatureException {
    requireNamespace(expected);
    check(message);
  }

  void requireNamespace(SignatureNamespace expected) throws SignatureException {
    if (!namespace.equals(expected.text())) {
      throw new SignatureException(
          "the signature is for the namespace %s, and one for `%s` is needed"
              .formatted(Quoted.of(namespace), expected.text()));
    }
  }

  /**
   * As {@link #verify}, for the namespace that the signature names.
   *
   * @return the flags that a security key signed; 0 for other keys
   */
  int check(byte[] message) throws SignatureException {
    int flags =
        WireSignature.verify(
            content.key(),
            signedData(namespace, hashAlgorithm, message),
            signature,
            WHAT,
            "the signature by the key " + content.key().name() + " does not fit the message");
    if (content.key().type().isSecurityKey() && (flags & WireSignature.USER_PRESENT) == 0) {
      throw new SignatureException(
          "the security key %s signed without being touched, so nobody was seen to agree"
              .formatted(content.key().name()));
    }
    if (content.certificate().isPresent()) {
      content.certificate().get().requireSignature();
    }
    return flags;
  }

  /** Signs a message, and checks the result: an agent or a file may hold something else. */
  static String make(
      SshPublicKey key, SignatureNamespace namespace, byte[] message, DataSigner signer)
      throws SignatureException {
    byte[] value = signer.sign(signedData(namespace.text(), SHA512, message));
    byte[] blob =
        new Buffer.PlainBuffer()
            .putRawBytes(MAGIC)
            .putUInt32(VERSION)
            .putString(key.blob())
            .putString(namespace.text())
            .putString("")
            .putString(SHA512)
            .putString(value)
            .getCompactData();
    String armored = Armor.encode(blob);
    try {
      parse(armored).verify(message, namespace);
    } catch (SignatureException wrong) {
      throw new SignatureException(
          "what the key signed does not count (do its public and private half belong together?): "
              + wrong.getMessage(),
          wrong);
    }
    return armored;
  }

  /** PROTOCOL.sshsig, section 3. */
  private static byte[] signedData(String namespace, String hashAlgorithm, byte[] message) {
    return new Buffer.PlainBuffer()
        .putRawBytes(MAGIC)
        .putString(namespace)
        .putString("")
        .putString(hashAlgorithm)
        .putString(digest(hashAlgorithm, message))
        .getCompactData();
  }

  private static byte[] digest(String hashAlgorithm, byte[] message) {
    try {
      return MessageDigest.getInstance(hashAlgorithm.equals(SHA256) ? "SHA-256" : "SHA-512")
          .digest(message);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-2", impossible);
    }
  }
}
